// Keeps what is written on the server, after a pause and when the page goes out of sight. No copy stays in this
// browser: whoever opens it next may be somebody else.

const PAUSE = 3000; // milliseconds
const ROOM = 60000; // bytes that a closing page may send

for (const form of document.querySelectorAll('form[data-draft]')) {
  const said = form.querySelector('.draft__said');
  const words = () => JSON.stringify([...new FormData(form)].filter(([name]) => !/^(c|off)/.test(name))); // typed ones
  let sent = words();
  let timer;

  async function save(parting) {
    clearTimeout(timer);
    const now = words();
    if (now === sent || !form.isConnected) return;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST',
        body: new FormData(form),
        keepalive: parting === true && new Blob([now]).size < ROOM,
        redirect: 'error',
      });
      if (!answer.ok) throw answer.status;
      sent = now;
      if (words() === now) {
        delete form.dataset.unsaved;
        said.textContent = 'Saved a moment ago.';
      }
    } catch {
      form.dataset.unsaved = 'y'; // composer.mjs asks before the page goes
      said.textContent = 'Not saved yet. Your words are still on this page, and we will try again.';
      timer = setTimeout(save, PAUSE * 5);
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    said.textContent = '';
  });
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    sent = words();
  });
  document.onvisibilitychange = () => document.visibilityState === 'hidden' && save(true);
  onpagehide = () => save(true);
}
