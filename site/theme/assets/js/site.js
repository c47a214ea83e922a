// What the script adds to pages that are whole without it: a key for every
// comment, one submit, a live count, a draft that survives, the reply form in
// its place, filters taken together, and a word on files that are too large. It
// keeps names, choices and texts, never an e-mail address.
(() => {
  "use strict";

  // storage may be refused or full; then nothing is kept.
  const kept = {
    get(name) {
      try { return JSON.parse(sessionStorage.getItem(name)) || {}; } catch { return {}; }
    },
    set(name, value) {
      try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* as above */ }
    },
    drop(name) {
      try { sessionStorage.removeItem(name); } catch { /* as above */ }
    },
  };

  const element = (tag, props) => Object.assign(document.createElement(tag), props);

  // elsewhere: the reader asks for a new tab or window, or to keep the link.
  const elsewhere = (e) => e.ctrlKey || e.metaKey || e.shiftKey || e.altKey;

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  };

  // A comment was sent from the page before. Only acceptance redirects, so
  // a page reached by a redirect means that its draft has done its work.
  const settle = (form) => {
    const { draft } = kept.get("sent");
    kept.drop("sent");
    const [visit] = performance.getEntriesByType("navigation");
    if (draft && !form && visit && visit.redirectCount > 0) kept.drop(draft);
  };

  const start = (form) => {
    const { post, parent, key, name, text } = form.elements;
    const draft = "draft:" + post.value;

    // Draft. What came back from the server is newer than what was kept.
    const before = kept.get(draft);
    name.value ||= before.name || "";
    text.value ||= before.text || "";
    form.addEventListener("input", (e) => {
      if (e.target !== name && e.target !== text) return;
      kept.set(draft, { ...kept.get(draft), name: name.value, text: text.value });
    });

    // Key. The same words keep their key, so that sending them again after a
    // lost answer is one comment; other words get another.
    let sealed = before;
    const words = () => JSON.stringify([parent.value, name.value.trim(), text.value.trim()]);
    key.value ||= newKey();
    const seal = () => {
      key.value = sealed.words === words() ? sealed.key : newKey();
      sealed = { name: name.value, text: text.value, words: words(), key: key.value };
      kept.set(draft, sealed);
      kept.set("sent", { draft });
    };

    once(form, seal);
    counter(text, 5000);
    replies(form, parent, name, text);
  };

  // apply keeps what was chosen and typed until it is sent, and counts the angle.
  const apply = (form) => {
    const fields = form.elements;
    const draft = "draft:apply:" + fields.program.value;
    const before = kept.get(draft);
    for (const name in before) {
      const field = fields[name];
      if (field && !field.value) field.value = before[name];
    }
    form.addEventListener("input", () => {
      const { email, key, contact_url, ...now } = Object.fromEntries(new FormData(form));
      kept.set(draft, now);
    });
    fields.key.value ||= newKey();
    once(form, () => kept.set("sent", { draft }));
    counter(fields.angle, 600);
  };

  // once: the button stays enabled, so that focus and name stay too; after ten
  // seconds it works again, and the key makes that harmless.
  const once = (form, seal) => {
    const button = form.querySelector("[type=submit]");
    const status = form.querySelector(".form-status");
    let sending = false;
    const busy = (now) => {
      sending = now;
      button.setAttribute("aria-disabled", now);
      status.textContent = now ? "Sending…" : "";
    };
    form.addEventListener("submit", (e) => {
      if (sending) return e.preventDefault();
      seal();
      busy(true);
      setTimeout(busy, 10_000, false);
    });
    addEventListener("pageshow", (e) => e.persisted && busy(false));
  };

  // counter shows the length at every keystroke and says it when typing stops.
  // Characters are counted as the server does.
  const counter = (text, limit) => {
    const shown = element("p", { className: "count" });
    const said = element("p", { className: "visually-hidden" });
    shown.setAttribute("aria-hidden", "true");
    said.setAttribute("role", "status");
    text.after(shown, said);
    let timer;
    const update = (e) => {
      const left = limit - [...text.value].length;
      const number = Math.abs(left).toLocaleString("en");
      const noun = number === "1" ? "character" : "characters";
      shown.textContent = `${number} ${noun} ${left < 0 ? "too many" : "left"}`;
      shown.classList.toggle("over", left < 0);
      clearTimeout(timer);
      if (e) timer = setTimeout(() => { said.textContent = shown.textContent; }, 1000);
    };
    text.addEventListener("input", update);
    addEventListener("pageshow", () => update());
    update();
  };

  // replies opens the form below the comment that is answered.
  const replies = (form, parent, name, text) => {
    const thread = document.querySelector(".thread");
    const home = form.parentElement;
    if (!thread || parent.value) return;

    const whom = element("span");
    const cancel = element("button", { type: "button", className: "link", textContent: "cancel" });
    const line = element("p", { className: "replying" });
    line.append("Replying to ", whom, " – ", cancel);
    let link;

    thread.addEventListener("click", (e) => {
      const reply = e.target.closest("a.reply");
      if (!reply || elsewhere(e)) return;
      e.preventDefault();
      link = reply;
      const comment = reply.closest("article");
      parent.value = comment.parentElement.id.slice("c-".length);
      whom.textContent = comment.querySelector("h3 bdi").textContent;
      form.setAttribute("aria-label", reply.getAttribute("aria-label"));
      form.prepend(line);
      comment.after(form);
      home.hidden = true;
      (name.value ? text : name).focus();
    });

    const back = () => {
      parent.value = "";
      line.remove();
      form.removeAttribute("aria-label");
      home.hidden = false;
      home.append(form);
      link.focus();
    };
    cancel.addEventListener("click", back);
    form.addEventListener("keydown", (e) => {
      if (e.key === "Escape" && line.isConnected) back();
    });
  };

  // filters takes choices together on the page that has every card; other pages
  // lead there. A choice more in a row lets more through, a row more lets less.
  // The address has the choice, so that it can be kept, sent and gone back from.
  const filters = (nav) => {
    const all = nav.querySelector(".all");
    const status = nav.querySelector("[role=status]");
    const choices = [...nav.querySelectorAll("[data-filter]")];
    const cards = [...document.querySelectorAll("[data-filters]")];
    const whole = location.pathname === all.pathname;
    const row = (choice) => choice.split(":")[0];
    const mark = (link, on) => on ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");

    const chosen = () => {
      const asked = [...new URLSearchParams(location.search)].map(([name, value]) => value ? name + ":" + value : name);
      return choices.filter((a) => whole ? asked.includes(a.dataset.filter) : a.hasAttribute("aria-current")).map((a) => a.dataset.filter);
    };
    const address = (list) => {
      const query = new URLSearchParams(list.map((choice) => [row(choice), choice.slice(row(choice).length + 1)]));
      return all.pathname + (list.length ? "?" + query : "");
    };
    const fits = (card, list) => {
      const own = card.dataset.filters.split(" ");
      return list.every((choice) => list.some((c) => row(c) === row(choice) && own.includes(c)));
    };
    const show = () => {
      const list = chosen();
      for (const link of choices) {
        const choice = link.dataset.filter;
        const on = list.includes(choice);
        mark(link, on);
        link.href = address(on ? list.filter((c) => c !== choice) : [...list, choice]);
      }
      if (!whole) return;
      mark(all, !list.length);
      for (const card of cards) card.hidden = !fits(card, list);
      for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector("[data-filters]:not([hidden])");
      status.textContent = `${cards.filter((card) => !card.hidden).length} of ${cards.length} programs`;
    };
    nav.addEventListener("click", (e) => {
      const link = e.target.closest("a");
      if (!whole || !link || elsewhere(e)) return;
      e.preventDefault();
      history.pushState(null, "", link.href);
      show();
    });
    addEventListener("popstate", show);
    show();
  };

  // A file that is too large says so before it is sent.
  document.addEventListener("change", ({ target }) => {
    const { most, over } = target.dataset;
    if (!most) return;
    target.setCustomValidity(target.files[0]?.size > most ? over : "");
    target.reportValidity();
  });

  const form = document.querySelector(".comment-form");
  const application = document.querySelector(".application-form");
  settle(form || application);
  if (form) start(form);
  if (application) apply(application);
  document.querySelector(".error-summary")?.focus();
  for (const nav of document.querySelectorAll(".filters")) filters(nav);
  // In the margin the contents stand open; say so to who does not see it.
  const contents = document.querySelector(".contents");
  if (contents) contents.open = matchMedia("(min-width: 60rem)").matches;
})();
