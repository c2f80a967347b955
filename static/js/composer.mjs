// A writing form with company: says when the room runs out, and after a pause what the coach has to say; asks before
// unsaved words are left, and takes a second press as the same press.

function tell(area) {
  const limit = area.dataset.limit;
  const left = limit - [...area.value].length; // characters as the server counts, not UTF-16 halves
  let words = left > limit / 10 ? '' : `${left} characters left.`;
  if (left < 0) words = `${-left} characters more than fit here. Nothing is cut off; shorten it where you like.`;
  const said = document.getElementById(`${area.id}-said`);
  if (said.textContent !== words) said.textContent = words;
}

function after(pause, area, act) {
  let timer;
  area.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(act, pause, area);
  });
}

function guard(form) {
  let sent;
  const rest = (yes) => {
    sent = yes;
    for (const button of form.querySelectorAll('button')) button.ariaDisabled = yes || null;
  };
  form.addEventListener('submit', (event) => {
    if (sent) return event.preventDefault();
    delete form.dataset.unsaved;
    rest(true);
    setTimeout(rest, 4000, false);
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

// What the coach says, once, comes as nodes: no text is made into HTML here.
function listen(form, place) {
  const { body, coach } = form.elements;
  const asking = new XMLHttpRequest();
  coach.value ||= 'live';
  asking.onload = () => place.append(asking.response?.querySelector('[data-said]') ?? '');
  form.addEventListener('input', () => {
    asking.abort();
    const mark = place.querySelector('.coach__words mark');
    if (mark && !body.value.includes(mark.innerText)) mark.closest('.coach').hidden = true;
  });
  after(2500, form, () => {
    const words = new FormData(form);
    words.set('then', 'coach');
    asking.open('POST', form.action);
    asking.responseType = 'document';
    asking.send(words);
  });
  place.onclick = ({ target }) => {
    if (target.type !== 'button') return;
    target.closest('.coach').hidden = true;
    body.focus();
  };
}

for (const form of document.querySelectorAll('form[data-writing]')) {
  const coach = form.querySelector('[data-coach]');
  if (coach) listen(form, coach);
  form.querySelectorAll('.fold__chosen').forEach(label);
  guard(form);
  for (const area of form.querySelectorAll('[data-limit]')) {
    after(400, area, tell);
    tell(area);
  }
  form.addEventListener('input', () => {
    if (!form.dataset.draft) form.dataset.unsaved = 'y'; // else draft.mjs says so
  });
}

addEventListener('beforeunload', (event) => {
  if (document.querySelector('form[data-unsaved]')) event.preventDefault();
});
