// A writing form with company: says when the room runs out, shows what the coach says, asks before unsaved words are left,
// and takes a second press as the same press.

function tell(area) {
  const limit = area.dataset.limit;
  const left = limit - [...area.value].length; // not UTF-16 halves
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
  form.onsubmit = (event) => {
    if (sent) return event.preventDefault();
    delete form.dataset.unsaved;
    rest(true);
    setTimeout(rest, 4000);
  };
  addEventListener('pageshow', () => rest());
}

// The lid of a part says what is chosen in it.
function label(lid) {
  const part = lid.closest('details');
  part.onchange = () => {
    const chosen = [...part.querySelectorAll(':checked')].filter((one) => one.value).map((one) => one.text
      ? `${one.closest('select').labels[0].textContent.toLowerCase()} (${one.text})`
      : one.labels[0].innerText.trim().split('\n')[0]);
    lid.textContent = chosen.length ? `: ${chosen.join(', ')}` : ' (if you like)';
  };
}

// A note ticked where it is offered is chosen among all notes.
addEventListener('change', ({ target: box }) => {
  if (!box.matches('.coach input')) return;
  const choice = box.form[`w-${box.value.split(':')[0]}`];
  choice.value = box.checked ? box.value : '';
  choice.dispatchEvent(new Event('change', { bubbles: true }));
  box.name = '';
});

// Help and a thought stay until others come; notes go with their words.
function listen(form, place) {
  const { body, coach } = form;
  const asking = new XMLHttpRequest();
  coach.value ||= 'live';
  asking.onload = () => {
    if (place.contains(document.activeElement)) return;
    asking.response?.querySelectorAll('[data-said]').forEach((now, n) => {
      const old = place.children[n];
      if (now.textContent !== old.textContent && (now.firstChild || n > 1)) old.replaceChildren(...now.childNodes);
    });
  };
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
    form.querySelector(`[name=${target.name}]`).value += ` ${target.value}`;
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
  form.oninput = () => {
    if (!form.dataset.draft) form.dataset.unsaved = 'y';
  };
}

onbeforeunload = (event) => {
  if (document.querySelector('form[data-unsaved]')) event.preventDefault();
};
