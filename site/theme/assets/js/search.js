// Searches the files of site/search, as find_test.go does there.
(() => {
  "use strict";

  const [form, status, results] = ["form", "status", "results"].map((id) => document.getElementById("search-" + id));
  const input = form.q, base = document.currentScript.dataset.index;
  let files = {}, turns = 0, before = Promise.resolve(), index, words, ranked, shown, query, typed;

  const load = (name) => files[name] ??= fetch(base + name).then((r) => {
    if (r.status > 499) throw r;
    return r.ok ? r.text() : "";
  });

  const dense = (text) => RegExp(index.dense, "u").test(text);
  const parts = (text) => text.split(RegExp(index.words, "u"));
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/./gu, (c) => index.fold[c] ?? c).normalize("NFC");
  const terms = (text) => parts(fold(text)).flatMap((word, i) => {
    const letters = [...word];
    if (dense(word)) return letters[1] ? letters.slice(1).map((c, i) => letters[i] + c) : word;
    return i % 2 && letters[1] && !index.stop.includes(word) ? letters.slice(0, 32).join("") : [];
  });

  const shard = async (name) => (await load(`t/${name}.txt`)).split("\n").map((line) => line.split(" "));

  const find = async (word, i) => {
    const root = [...word].slice(0, dense(word) ? 1 : index.prefix).map((c) => c.codePointAt()).join("-");
    let lines = await shard(root);
    if (lines[0][0] && !lines[0][1]) {
      const pages = [...lines.keys()].filter((i) => lines[i][0] <= word + "\uffff" && !(lines[i + 1]?.[0] <= word));
      lines = (await Promise.all(pages.slice(0, pages[4] ? 1 : 4).map((i) => shard(root + "_" + i)))).flat();
    }
    const hits = new Map();
    for (const [term, postings] of lines) {
      const exact = term === word;
      if (!exact && (words[i + 1] || !term.startsWith(word))) continue;
      let number = 0;
      for (const posting of postings.match(/[A-H][^A-H]+/g)) {
        number += parseInt(posting.slice(1), 36);
        hits.set(number, Math.max(hits.get(number) || 0, (posting.charCodeAt() - 64) * (exact + 1)));
      }
    }
    return hits;
  };

  const search = async () => {
    index ??= JSON.parse(await load("index.json"));
    words = terms(query);
    const found = await Promise.all(words.map(find));
    const last = words.at(-1);
    if (last?.length < index.prefix && !dense(last) && !found.at(-1).size) words.pop();
    const all = {};
    for (const hits of found) {
      for (const [number, points] of hits) {
        const d = all[number] ??= { number, words: 0, points: 0 };
        d.words++;
        d.points += points * (32 - Math.clz32(index.documents / hits.size));
      }
    }
    ranked = Object.values(all).sort((a, b) => b.words - a.words || b.points - a.points || b.number - a.number)
      .filter((d, i, [best]) => d.words === best.words);
  };

  const element = (tag, props, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };
  const marked = (text) => parts(text).map((part, i) => {
    const word = fold(part);
    return i % 2 && words.some((w, i) => word === w || (dense(w) ? word.includes(w) : !words[i + 1] && word.startsWith(w)))
      ? element("mark", {}, part) : part;
  });
  const item = ([url, title, kind, date, day, summary]) => element("li", {}, element("article", { className: "entry" },
    element("h3", {}, element("a", { href: url }, ...marked(title))), element("p", {}, ...marked(summary)),
    element("p", { className: "meta" }, element("span", {}, kind), day && element("time", { dateTime: date }, day))));
  const page = async (from) => (await Promise.all(ranked.slice(from, from + 10).map(async ({ number }) =>
    JSON.parse(await load(`d/${number % index.buckets}.json`) || "{}")[number],
  ))).filter(Boolean).map(item);
  const more = element("button", { className: "button-secondary" }, "More results");
  const update = (from) => {
    const turn = ++turns;
    if (!from) more.remove();
    return before = before.then(async () => {
      if (turn < turns) return; // other words are wanted
      let items = [], text = "Search did not load. Check your connection and press Enter.";
      query = input.value.trim();
      try {
        if (!from) await search();
        items = await page(from);
        const n = ranked.length, pages = n + (n === 1 ? " page" : " pages");
        text = !query ? "" : !words[0] ? "Keep typing for results."
          : ranked[0]?.words < words.length ? `No page with all of “${query}”. ${pages} with ${ranked[0].words} of ${words.length} words:`
            : `${pages} with “${query}”.`;
      } catch {
        files = {};
        ranked = [];
        from = 0;
      }
      if (turn < turns) return;
      if (!from) results.replaceChildren();
      results.append(...items);
      ranked[shown = from + 10] ? results.after(more) : more.remove();
      status.textContent = text;
      history.replaceState(0, "", "?" + (query && "q=" + encodeURIComponent(query)));
    });
  };

  input.addEventListener("input", () => update(0, typed = 1));
  input.addEventListener("keydown", (e) => e.key === "Escape" && update(0, input.value = ""));
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    await update(0);
    if (typed) results.querySelector("a")?.focus();
  });
  more.addEventListener("click", async () => {
    const last = results.lastChild;
    await update(shown);
    last.nextSibling?.querySelector("a").focus();
  });

  input.value ||= new URLSearchParams(location.search).get("q");
  update(0);
})();
