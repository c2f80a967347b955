// A writing form with company: says when the room runs out, asks before unsaved words are left behind,
// and takes a second press of the button as the same press.

const NEAR = 0.9; // of the limit; before that no count is shown
const AGAIN = 4000; // milliseconds until the button may be pressed again

function count(area) {
  const limit = Number(area.dataset.limit);
  if (area.value.length < limit * NEAR) return '';
  const left = limit - [...area.value].length; // in characters as the server counts, not in UTF-16 halves
  if (left < 0) return `${-left} characters more than fit here. Nothing is cut off; shorten it where you like.`;
  return `${left} characters left.`;
}

function tell(area) {
  const said = document.getElementById(`${area.id}-said`);
  const words = count(area);
  if (said && said.textContent !== words) said.textContent = words;
}

function guard(form) {
  let sent = false;
  const rest = (yes) => {
    sent = yes;
    for (const button of form.querySelectorAll('button')) button.ariaDisabled = yes ? 'true' : null;
  };
  form.addEventListener('submit', (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    delete form.dataset.unsaved;
    rest(true);
    setTimeout(rest, AGAIN, false);
  });
  addEventListener('pageshow', () => rest(false));
}

// The lid of a part that can be left says what is chosen in it.
function label(lid) {
  const part = lid.closest('details');
  part.addEventListener('change', () => {
    const chosen = [...part.querySelectorAll('input:checked, select')].filter((one) => one.value).map((one) => {
      const name = one.labels[0].innerText.trim().split('\n')[0];
      return one.type === 'checkbox' ? name : `${name.toLowerCase()} (${one.selectedOptions[0].text})`;
    });
    lid.textContent = chosen.length ? `: ${chosen.join(', ')}` : ' (if you like)';
  });
}

for (const form of document.querySelectorAll('form[data-writing]')) {
  form.querySelectorAll('.fold__chosen').forEach(label);
  guard(form);
  for (const area of form.querySelectorAll('textarea[data-limit]')) {
    let soon;
    area.addEventListener('input', () => {
      clearTimeout(soon);
      soon = setTimeout(tell, 400, area);
    });
    tell(area);
  }
  form.addEventListener('input', () => {
    if (!form.dataset.draft) form.dataset.unsaved = 'y'; // else draft.mjs says so when it cannot save
  });
}

addEventListener('beforeunload', (event) => {
  if (document.querySelector('form[data-unsaved]')) event.preventDefault();
});
