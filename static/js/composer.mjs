// A writing form with company: says when the room runs out, holds the page while words are unsaved,
// and takes a second press of the button as the same press.

const NEAR = 0.9; // of the limit; before that no count is shown
const AGAIN = 4000; // milliseconds until the button may be pressed again

// Counted as the server counts: in characters, not in UTF-16 halves.
const length = (text) => [...text.replaceAll('\r\n', '\n')].length;

function count(area) {
  const limit = Number(area.dataset.limit);
  const said = document.getElementById(`${area.id}-said`);
  if (!limit || !said) return;
  const left = area.value.length < limit * NEAR ? limit : limit - length(area.value);
  let words = '';
  if (left < 0) words = `${(-left).toLocaleString('en-GB')} characters more than fit here. Nothing is cut off; shorten it where you like.`;
  else if (left <= limit * (1 - NEAR)) words = `${left.toLocaleString('en-GB')} characters left.`;
  if (said.textContent !== words) said.textContent = words;
}

function guard(form) {
  let sentAt = 0;
  const rest = (yes) => {
    for (const button of form.querySelectorAll('button')) button.ariaDisabled = yes ? 'true' : null;
  };
  form.addEventListener('submit', (event) => {
    if (Date.now() - sentAt < AGAIN) {
      event.preventDefault();
      return;
    }
    sentAt = Date.now();
    delete form.dataset.unsaved;
    rest(true);
    setTimeout(rest, AGAIN, false);
  });
  addEventListener('pageshow', () => {
    sentAt = 0;
    rest(false);
  });
}

for (const form of document.querySelectorAll('form[data-writing]')) {
  guard(form);
  for (const area of form.querySelectorAll('textarea[data-limit]')) {
    let soon;
    area.addEventListener('input', () => {
      clearTimeout(soon);
      soon = setTimeout(count, 400, area);
    });
    count(area);
  }
  form.addEventListener('input', () => {
    if (!form.dataset.draft) form.dataset.unsaved = 'y'; // else draft.mjs says so when it cannot save
  });
}

addEventListener('beforeunload', (event) => {
  if (document.documentElement.dataset.leaving) return;
  if (document.querySelector('form[data-unsaved]')) event.preventDefault();
});
