// Keeps what is being written on the server, three seconds after the last word and when the page goes out
// of sight. A copy stays in this browser only where the form says so (data-keep-local="y").

const PAUSE = 3000; // milliseconds
const PARTING_ROOM = 60000; // bytes; browsers drop a larger request of a page that closes
const TYPED = 'textarea, input[type=text]';

const bytes = (words) => new TextEncoder().encode(JSON.stringify(words)).length;

// The copy in this browser. Storage may be off or full; the server's copy is the one that counts.
function copy(key) {
  const safely = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  return {
    read: () => safely(() => JSON.parse(localStorage.getItem(key))),
    write: (record) => safely(() => localStorage.setItem(key, JSON.stringify(record))),
    drop: () => safely(() => localStorage.removeItem(key)),
  };
}

function keep(form) {
  const said = form.querySelector('.draft__said');
  const local = form.dataset.keepLocal === 'y' ? copy(`draft:${location.pathname}`) : null;
  const words = () => [...new FormData(form)].filter(([name]) => name !== 'csrf_token');
  const same = (one) => JSON.stringify(words()) === one;
  let sent = JSON.stringify(words());
  let timer;

  const say = (text) => {
    if (said && said.textContent !== text) said.textContent = text;
  };

  async function save(parting) {
    clearTimeout(timer);
    if (same(sent) || !form.isConnected) return;
    const now = JSON.stringify(words());
    local?.write({ words: words() });
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST',
        body: new FormData(form),
        keepalive: parting === true && bytes(words()) < PARTING_ROOM,
        redirect: 'error',
      });
      if (!answer.ok) throw answer.status;
      sent = now;
      if (same(now)) {
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
    const record = local?.read();
    const empty = [...form.querySelectorAll(TYPED)].filter((field) => !field.value);
    if (record?.sent) local.drop();
    else if (record && empty.length === form.querySelectorAll(TYPED).length) {
      for (const [name, value] of record.words) {
        const field = empty.find((one) => one.name === name);
        if (field) field.value = value;
      }
      say('This is what you were writing on this device.');
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    say('');
  });
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    sent = JSON.stringify(words());
    local?.write({ sent: true });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save(true);
  });
  addEventListener('pagehide', () => save(true));
  bringBack();
}

for (const form of document.querySelectorAll('form[data-draft]')) keep(form);
