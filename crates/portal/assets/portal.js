// What a page gains by scripts: it works without. Two things: lists follow their filters as one types, and
// new activity appears by itself.

/** Lists: the form is sent as it is changed, and what it found takes the place of what was there. */
for (const form of document.querySelectorAll("form[data-list]")) {
  let last = 0;
  let timer;
  const show = async () => {
    const turn = ++last;
    const fields = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...fields]) if (!value) fields.delete(name);
    const query = fields.toString();
    const address = location.pathname + (query ? `?${query}` : "");
    const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
    // Whoever typed on has asked for something else.
    if (turn !== last) return;
    if (!answer?.ok) return form.submit();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const results = page.getElementById("results");
    if (!results || turn !== last) return;
    document.getElementById("results").replaceWith(document.adoptNode(results));
    history.replaceState(null, "", address);
    follow();
  };
  const soon = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(show, delay);
  };
  form.addEventListener("input", (event) => soon(event.target.type === "search" ? 250 : 0));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
}

const PATHS = { City: "cities", Project: "projects", Event: "events", Organisation: "organisations", Theme: "themes" };
/** Where something is shown: on its own page, or on that of what it belongs to. */
const pathOf = (node) => {
  if (node?.project) return `projects/${node.project.slug}`;
  if (node?.event) return `events/${node.event.slug}`;
  return PATHS[node?.__typename] && `${PATHS[node.__typename]}/${node.slug}`;
};
/** More lines than this are not kept: a page may stay open for days. */
const LINES = 200;
/** How long to wait before asking again, in milliseconds: longer each time that it did not work. */
const FIRST = 1000;
const LONGEST = 30_000;
let source;
let again;
let wait = FIRST;

/** The address of a subscription, from this cursor on. */
const from = (live, cursor) => {
  const address = new URL(live, location.href);
  if (!cursor) return address;
  const variables = JSON.parse(address.searchParams.get("variables"));
  address.searchParams.set("variables", JSON.stringify({ ...variables, after: cursor }));
  return address;
};

/** Live activity: each event has the cursor after it as its id. The browser goes on from there when the connection
 * was lost, and we do where it gives up. */
function follow(cursor) {
  source?.close();
  clearTimeout(again);
  const status = document.querySelector("[data-live]");
  const log = document.querySelector("[data-log]");
  if (!status || !log || !window.EventSource) return;
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  const say = (state, text) => {
    if (status.dataset.state === state) return;
    status.dataset.state = state;
    status.textContent = text;
  };
  source = new EventSource(from(status.dataset.live, cursor));
  source.addEventListener("open", () => {
    wait = FIRST;
    say("on", status.dataset.on);
  });
  source.addEventListener("error", (event) => {
    say("off", status.dataset.off);
    // An answer that is no stream ends it for the browser: a proxy gives one while the hub is away.
    if (event.target !== source || source.readyState !== EventSource.CLOSED) return;
    again = setTimeout(() => follow(cursor), wait * (0.5 + Math.random() / 2));
    wait = Math.min(2 * wait, LONGEST);
  });
  source.addEventListener("next", (event) => {
    cursor = event.lastEventId || cursor;
    const { data, errors } = JSON.parse(event.data);
    const news = data && Object.values(data)[0];
    if (errors || !news) return;
    if (news.gap) return say("gap", status.dataset.gap);
    if (!news.activity || document.querySelector(`[data-id="${news.activity.id}"]`)) return;
    const line = document.createElement("li");
    line.className = "new";
    line.dataset.id = news.activity.id;
    const time = document.createElement("time");
    time.dateTime = news.activity.at;
    time.textContent = `${status.dataset.new} · ${day.format(new Date(news.activity.at))}`;
    const path = pathOf(news.subject);
    const text = document.createElement(path ? "a" : "span");
    if (path) text.href = `${status.dataset.to.replace(/\/$/, "")}/${path}`;
    text.textContent = news.activity.summary;
    line.append(time, text);
    log.prepend(line);
    while (log.children.length > LINES) log.lastElementChild.remove();
  });
  // The hub has ended it for good: what it rested on holds no longer.
  source.addEventListener("complete", () => {
    source.close();
    say("off", status.dataset.gap);
  });
}

follow();
// A page that a browser had put aside has lost its stream.
addEventListener("pageshow", (event) => event.persisted && follow());
addEventListener("pagehide", () => source?.close());
