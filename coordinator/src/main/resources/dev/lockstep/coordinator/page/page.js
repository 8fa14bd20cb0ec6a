// Connects the page: which fleets there are, the chosen fleet's stream of statuses, its history.
import { show, showHistory, forget, filter } from '/page/fleet.js';

const byId = id => document.getElementById(id);
const RETRY_MILLIS = 2000;
const FLEETS_MILLIS = 10000;

let fleet = '';
let stream = null;
let historyKey = '';

function connection(state, text) {
  byId('connection').dataset.state = state;
  byId('connection').textContent = text;
}

function notice(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = text === '';
}

async function get(path) {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(`${body.message}. ${body.nextStep}`);
  }
  return body;
}

async function loadFleets() {
  try {
    const { fleets } = await get('/v1/fleets');
    drawFleets(fleets);
    if (fleets.length === 0) {
      connection('live', 'connected');
      notice('There is no fleet yet: start an agent, and its nodes appear here.');
    } else if (!fleets.includes(fleet)) {
      const wanted = decodeURIComponent(location.hash.slice(1));
      choose(fleets.includes(wanted) ? wanted : fleets[0]);
    }
  } catch (failure) {
    if (stream === null) {
      connection('lost', 'not connected, trying again');
      notice(failure.message);
    }
  }
}

function drawFleets(fleets) {
  const known = [...byId('fleets').children].map(button => button.textContent);
  if (known.join('\n') !== fleets.join('\n')) {
    byId('fleets').replaceChildren(...fleets.map(name => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = name;
      button.addEventListener('click', () => choose(name));
      return button;
    }));
  }
  markFleet();
}

function markFleet() {
  for (const button of byId('fleets').children) {
    button.setAttribute('aria-pressed', String(button.textContent === fleet));
  }
}

function choose(name) {
  fleet = name;
  historyKey = '';
  location.hash = encodeURIComponent(name);
  document.title = `${name} · Lockstep`;
  markFleet();
  forget();
  follow();
}

function follow() {
  stream?.close();
  const mine = new EventSource(`/v1/fleets/${encodeURIComponent(fleet)}/watch`);
  stream = mine;
  mine.onmessage = event => {
    const status = JSON.parse(event.data);
    connection('live', 'live');
    notice(status.damage === '' ? '' : `The fleet is stopped: ${status.damage}`);
    show(status);
    loadHistory(status);
  };
  mine.onerror = () => {
    connection('lost', 'connection lost, trying again');
    if (mine.readyState === EventSource.CLOSED && mine === stream) {
      setTimeout(() => mine === stream && follow(), RETRY_MILLIS);
    }
  };
}

async function loadHistory(status) {
  const key = status.epochs.map(epoch => `${epoch.number} ${epoch.state} ${epoch.phase}`).join();
  if (key === historyKey) {
    return;
  }
  historyKey = key;
  const asked = fleet;
  try {
    const { epochs } = await get(`/v1/fleets/${encodeURIComponent(asked)}/epochs?limit=50`);
    if (asked === fleet) {
      showHistory(epochs);
    }
  } catch (failure) {
    historyKey = '';
    notice(failure.message);
  }
}

byId('filter').addEventListener('input', filter);
byId('attention').addEventListener('change', filter);
window.addEventListener('hashchange', () => {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted !== fleet && [...byId('fleets').children].some(button => button.textContent === wanted)) {
    choose(wanted);
  }
});
loadFleets();
setInterval(loadFleets, FLEETS_MILLIS);
