// Keeps what is being written on the server, three seconds after the last word and when the page goes out
// of sight. A copy stays in this browser only where the form says so (data-keep-local="y").

const PAUSE = 3000; // milliseconds
const PARTING_ROOM = 60000; // bytes; browsers drop a larger request of a page that closes

// Storage may be off or full; the server's copy is the one that counts.
function local(key, record) {
  try {
    if (record) localStorage.setItem(key, JSON.stringify(record));
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(form) {
  const said = form.querySelector('.draft__said');
  const key = form.dataset.keepLocal === 'y' && `draft:${location.pathname}`;
  const words = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== 'csrf_token'));
  let sent = words();
  let timer;

  const say = (text) => {
    if (said) said.textContent = text;
  };

  async function save(parting) {
    clearTimeout(timer);
    const now = words();
    if (now === sent || !form.isConnected) return;
    if (key) local(key, { words: JSON.parse(now) });
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST',
        body: new FormData(form),
        keepalive: parting === true && new TextEncoder().encode(now).length < PARTING_ROOM,
        redirect: 'error',
      });
      if (!answer.ok) throw answer.status;
      sent = now;
      if (words() === now) {
        delete form.dataset.unsaved;
        say('Saved a moment ago.');
      }
    } catch {
      form.dataset.unsaved = 'y'; // composer.mjs asks before the page goes
      say('Not saved yet. Your words are still on this page, and we will try again.');
      timer = setTimeout(save, PAUSE * 5);
    }
  }

  function bringBack() {
    const fields = [...form.querySelectorAll('textarea, input[type=text]')];
    const kept = local(key)?.words;
    if (!kept || fields.some((field) => field.value)) return;
    for (const field of fields) field.value = kept.find(([name]) => name === field.name)?.[1] ?? '';
    say('This is what you were writing on this device.');
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    say('');
  });
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    sent = words();
    if (key) local(key, {});
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save(true);
  });
  addEventListener('pagehide', () => save(true));
  if (key) bringBack();
}

for (const form of document.querySelectorAll('form[data-draft]')) keep(form);
