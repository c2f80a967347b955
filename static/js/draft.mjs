// Keeps what is being written on the server, three seconds after the last word and when the page goes out
// of sight. A copy stays in this browser only where the form says so (data-keep-local="y").

const PAUSE = 3000; // milliseconds
const KEEPALIVE_ROOM = 60000; // bytes; browsers drop a larger parting request
const unseen = new Set(['csrf_token']);

function keep(form) {
  const said = form.querySelector('.draft__said');
  const local = form.dataset.keepLocal === 'y' ? `draft:${location.pathname}` : null;
  const words = () => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !unseen.has(name));
  let sent = JSON.stringify(words());
  let timer;

  const say = (text) => {
    if (said && said.textContent !== text) said.textContent = text;
  };

  const remember = (text) => {
    if (!local) return;
    try {
      localStorage.setItem(local, text);
    } catch {
      // Full, or switched off: the server's copy is the one that counts.
    }
  };

  async function save(parting) {
    clearTimeout(timer);
    const now = JSON.stringify(words());
    if (now === sent || !form.isConnected) return;
    remember(now);
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST',
        body,
        keepalive: parting && body.toString().length < KEEPALIVE_ROOM,
        redirect: 'error',
      });
      if (!answer.ok) throw answer.status;
      sent = now;
      if (JSON.stringify(words()) === now) delete form.dataset.unsaved;
      say('Saved a moment ago.');
    } catch {
      say('Not saved yet. Your words are still on this page, and we will try again.');
      if (!parting) timer = setTimeout(save, PAUSE * 5);
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    say('');
  });
  form.addEventListener('submit', () => clearTimeout(timer));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save(true);
  });
  addEventListener('pagehide', () => save(true));
}

for (const form of document.querySelectorAll('form[data-draft]')) keep(form);
