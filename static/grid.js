// The typing grid: moving, saving cell by cell, pasting, others' changes. Plain listeners on the table alone.
// A cell's saved text is its defaultValue; what is typed and not saved is in `unsaved`, kept over a reload.
(function () {
  "use strict";
  const table = document.getElementById("grid");
  if (!table) { return; }
  const keys = Array.from(table.tHead.rows[0].cells, (head) => head.dataset.key);
  const lines = Array.from(table.tBodies[0].rows);
  const byUnit = new Map(lines.map((line) => [line.dataset.unit, line]));
  const at = (id) => document.getElementById(id);
  const state = at("grid-state"), said = at("grid-said"), where = at("grid-where"), source = at("grid-source");
  const KEPT = "grid:" + table.dataset.release + ":" + table.dataset.user;
  const BATCH = Number(table.dataset.batch), POLL = 15000, WAITS = [2000, 5000, 10000, 30000];
  const unsaved = new Map();
  const undoable = [];
  let active = null, began = null, editing = false, sending = false, failures = 0, timer = 0;
  let heard = table.dataset.now, closed = "", block = [];

  const unitOf = (input) => input.closest("tr").dataset.unit;
  const keyOf = (input) => keys[input.closest("td").cellIndex];
  const idOf = (input) => unitOf(input) + " " + keyOf(input);
  const inputsOf = (line) => line.querySelectorAll("input");
  function inputOf(unit, key) {
    const line = byUnit.get(unit), place = keys.indexOf(key);
    return line && place > 0 ? line.cells[place].querySelector("input") : null;
  }

  // What is shown about a cell and about the whole
  function keep() {
    try { sessionStorage.setItem(KEPT, JSON.stringify(Array.from(unsaved.values()))); } catch (error) { /* shown, not kept */ }
  }
  function say(sentence) { if (state.textContent !== sentence) { state.textContent = sentence; } }
  function count() {
    const number = table.querySelectorAll("input[data-d]").length;
    at("grid-doubts").textContent = number ? number + " ô cần xem lại, có nền vàng." : "";
  }
  function note(input, sentence, choice) {
    const cell = input.closest("td"), old = cell.querySelector(".note");
    if (old) { old.remove(); }
    input.classList.toggle("wrong", Boolean(sentence));
    input.removeAttribute("aria-invalid");
    if (!sentence) { return; }
    input.setAttribute("aria-invalid", "true");
    const box = document.createElement("div");
    box.className = "note";
    box.append(Object.assign(document.createElement("p"), { textContent: sentence }));
    if (choice) {
      const button = (act, words) => Object.assign(document.createElement("button"), { type: "button", textContent: words, value: act });
      box.append(button("theirs", "Giữ " + (choice.theirs || "trống")), " ", button("mine", "Lưu " + (choice.text.trim() || "trống")));
    }
    cell.append(box);
  }
  function mark(input) {
    const wish = unsaved.get(idOf(input));
    input.closest("td").classList.toggle("unsaved", Boolean(wish) && !wish.held);
    note(input, wish && wish.held ? wish.said : "", wish && wish.conflict ? wish : null);
  }
  function tell(input) {
    const head = table.tHead.rows[0].cells[input.closest("td").cellIndex];
    const parts = [input.closest("tr").cells[0].textContent, head.firstChild.textContent.trim() + " (" + head.querySelector("small").textContent + ")"];
    parts.push(input.dataset.b ? "kỳ trước " + input.dataset.b : "kỳ trước không có số");
    if (input.dataset.w) { parts.push(input.dataset.w); }
    where.textContent = parts.join(" · ");
    const wish = unsaved.get(idOf(input));
    said.textContent = (wish && wish.held ? wish.said : "") || input.dataset.d || "";
    source.hidden = !input.dataset.w;
    source.href = source.dataset.pattern.replace("DON-VI", unitOf(input)).replace("CHI-SO", encodeURIComponent(keyOf(input).split(":")[0]));
    at("grid-changes").replaceChildren();
  }

  // Saving
  function wish(input, text, seen, revision) {
    const id = idOf(input), old = unsaved.get(id);
    if (text.trim() === input.defaultValue && !(old && old.sent)) { unsaved.delete(id); } else {
      unsaved.set(id, { unit: unitOf(input), column: keyOf(input), text: text, seen: seen, revision: revision, sent: Boolean(old && old.sent) });
    }
    mark(input);
  }
  function commit() {
    if (!active || !began || active.value === began.text) { return; }
    undoable.push([{ input: active, text: began.text }]);
    wish(active, active.value, began.seen, began.revision);
    began = beginning(active);
    keep();
    flush();
  }
  function token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : at("grid-token").elements.csrfmiddlewaretoken.value;
  }
  async function ask(address, body) {
    const options = { redirect: "manual", headers: { Accept: "application/json" } };
    if (body) {
      Object.assign(options, { method: "POST", body: JSON.stringify(body) });
      Object.assign(options.headers, { "Content-Type": "application/json", "X-CSRFToken": token() });
    }
    const answer = await fetch(address, options);
    if (answer.type === "opaqueredirect" || answer.status === 403) { throw new Error("Phiên làm việc đã hết. Đăng nhập lại ở một thẻ khác rồi quay lại đây."); }
    if (answer.status >= 500) { throw new Error("Máy chủ chưa trả lời được."); }
    return { ok: answer.ok, data: await answer.json() };
  }
  function lost(error) { return error instanceof TypeError || error instanceof SyntaxError ? "Mất kết nối với máy chủ." : error.message; }
  async function flush() {
    const waiting = Array.from(unsaved.values()).filter((one) => !one.held).slice(0, BATCH);
    if (sending || !waiting.length || closed) { return; }
    sending = true;
    clearTimeout(timer);
    waiting.forEach((one) => { one.sent = true; });
    const sent = waiting.map((one) => Object.assign({}, one));
    say("Đang lưu " + sent.length + " ô…");
    try {
      const answer = await ask(table.dataset.save, { cells: sent });
      failures = 0;
      if (answer.ok) { settle(sent, answer.data); } else { hold(sent, answer.data.said); }
    } catch (error) {
      const wait = WAITS[Math.min(failures, WAITS.length - 1)];
      failures += 1;
      say("Chưa lưu " + unsaved.size + " ô. " + lost(error) + " Số bạn gõ còn nguyên; tự lưu lại sau " + wait / 1000 + " giây.");
      timer = setTimeout(flush, wait);
    }
    sending = false;
    keep();
    if (!failures) { flush(); }
  }
  function settle(sent, data) {
    data.cells.forEach((answer, place) => {
      const id = answer.unit + " " + answer.column, now = unsaved.get(id), changed = now && now.text !== sent[place].text;
      if (answer.became === "saved") {
        const cell = data.rows[answer.unit].cells[answer.column], fresh = { seen: cell ? cell.text : "", revision: cell ? cell.revision : 0 };
        if (changed) { Object.assign(now, fresh, { sent: false }); } else { unsaved.delete(id); }
        if (began && active && idOf(active) === id) { Object.assign(began, fresh); }
        siblings(sent[place], data.rows[answer.unit].cells, fresh.seen);
      } else if (now && !changed) {
        Object.assign(now, { held: true, sent: false, said: answer.said, conflict: answer.became === "conflict", theirs: answer.theirs, theirRevision: answer.revision });
      }
    });
    show(data.rows, new Set(sent.map((one) => one.unit + " " + one.column)));
    told(data.latest);
    const held = Array.from(unsaved.values()).filter((one) => one.held).length;
    say("đã lưu " + data.at + (held ? " · còn " + held + " ô chưa lưu, xem câu dưới ô." : ""));
  }
  // A reason stands in every cell of its indicator: one's own must not look like another person's there
  function siblings(one, cells, text) {
    keys.filter((key) => key && key !== one.column && key.split(":")[0] === one.column.split(":")[0]).forEach((key) => {
      const id = one.unit + " " + key, fresh = cells[key] || { text: "", revision: 0 };
      [unsaved.get(id), active && idOf(active) === id ? began : null].filter(Boolean).forEach((other) => {
        if (fresh.text === text || (fresh.text === "" && other.seen === one.seen)) {
          Object.assign(other, { seen: fresh.text, revision: fresh.revision });
        }
      });
    });
  }
  function hold(sent, sentence) {
    sent.forEach((one) => {
      const now = unsaved.get(one.unit + " " + one.column), input = inputOf(one.unit, one.column);
      if (now) { Object.assign(now, { held: true, sent: false, said: sentence }); }
      if (input) { mark(input); }
    });
    say("Chưa lưu: " + sentence);
  }
  function show(rows, own) {
    let others = 0;
    Object.keys(rows).forEach((unit) => {
      const line = byUnit.get(unit);
      if (!line) { return; }
      inputsOf(line).forEach((input) => {
        const cell = rows[unit].cells[keyOf(input)] || { text: "", revision: 0, who: "", doubt: "" };
        const typing = input === active && began && input.value !== began.text;
        if (!unsaved.has(idOf(input)) && !typing) {
          if (input.defaultValue !== cell.text && !own.has(idOf(input))) { input.classList.add("others"); others += 1; }
          input.value = cell.text;
          if (input === active) { began = { text: cell.text, seen: cell.text, revision: cell.revision }; }
        }
        input.defaultValue = cell.text;
        input.dataset.r = cell.revision;
        ["who:w", "doubt:d"].forEach((pair) => {
          const [from, to] = pair.split(":");
          if (cell[from]) { input.dataset[to] = cell[from]; } else { delete input.dataset[to]; }
        });
        mark(input);
      });
      const sum = line.querySelector(".sum");
      if (sum) { sum.textContent = rows[unit].sum; }
    });
    count();
    if (active) { tell(active); }
    return others;
  }
  function told(sentence) { if (sentence) { at("grid-latest").textContent = "Sửa gần nhất: " + sentence + "."; } }
  async function listen() {
    if (document.hidden || closed) { return; }
    try {
      const answer = await ask(table.dataset.changes + "?tu=" + encodeURIComponent(heard));
      if (!answer.ok) { return; }
      heard = answer.data.now;
      told(answer.data.latest);
      const others = show(answer.data.rows, new Set());
      if (others) { say("Người khác vừa sửa " + others + " ô, có viền đậm."); }
      if (answer.data.closed) {
        closed = answer.data.closed;
        say(closed);
        table.querySelectorAll("input").forEach((input) => { input.readOnly = true; });
      }
    } catch (error) { /* the next time round asks again; saving says when the line is down */ }
  }

  // Two people in one cell
  async function decide(input, act) {
    const id = idOf(input), one = unsaved.get(id);
    if (act === "mine") {
      Object.assign(one, { held: false, conflict: false, seen: one.theirs, revision: one.theirRevision });
    } else {
      try {
        const answer = await ask(table.dataset.keep, { unit: one.unit, column: one.column, text: one.text });
        if (!answer.ok) { say(answer.data.said); return; }
        unsaved.delete(id);
        show(answer.data.rows, new Set([id]));
        say("Đã giữ " + (one.theirs || "ô trống") + ".");
      } catch (error) { say("Chưa ghi được lựa chọn. " + lost(error)); return; }
    }
    mark(input);
    keep();
    input.focus();
    flush();
  }

  // Moving and typing
  function beginning(input) {
    const one = unsaved.get(idOf(input));
    return { text: input.value, seen: one ? one.seen : input.defaultValue, revision: one ? one.revision : Number(input.dataset.r) };
  }
  function go(line, place) {
    const target = lines[Math.max(0, Math.min(lines.length - 1, line))], cell = target.cells[Math.max(1, Math.min(keys.length - 1, place))];
    cell.querySelector("input").focus();
  }
  function put(input, text) {
    const start = input === active && began ? began : beginning(input);
    input.value = text;
    wish(input, text, start.seen, start.revision);
    if (input === active) { began = beginning(input); }
  }
  function undo() {
    const last = undoable.pop();
    if (!last) { say("Không còn lần sửa nào của bạn để bỏ."); return; }
    last.forEach((change) => { put(change.input, change.text); });
    keep();
    last[0].input.focus();
    flush();
  }
  function restore(input) {
    if (input.value !== began.text) { input.value = began.text; } else if (unsaved.get(idOf(input)) && unsaved.get(idOf(input)).held) {
      unsaved.delete(idOf(input));
      input.value = input.defaultValue;
      mark(input);
      keep();
    }
    began = beginning(input);
    editing = false;
    input.select();
    tell(input);
  }
  table.addEventListener("keydown", (event) => {
    const input = event.target;
    if (input.tagName !== "INPUT" || event.isComposing) { return; }
    const line = lines.indexOf(input.closest("tr")), place = input.closest("td").cellIndex, far = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowUp: () => go(line - 1, place), ArrowDown: () => go(line + 1, place), Enter: () => go(line + (event.shiftKey ? -1 : 1), place),
      PageUp: () => go(line - 10, place), PageDown: () => go(line + 10, place),
      ArrowLeft: () => go(line, place - 1), ArrowRight: () => go(line, place + 1),
      Home: () => go(far ? 0 : line, 1), End: () => go(far ? lines.length : line, keys.length),
    };
    const inside = editing && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key);
    if (far && event.key.toLowerCase() === "z" && input.value === began.text) { undo(); } else if (event.key === "F2") {
      editing = true;
      input.setSelectionRange(input.value.length, input.value.length);
    } else if (event.key === "Escape") { restore(input); } else if (moves[event.key] && !inside && !event.altKey) { moves[event.key](); } else { return; }
    event.preventDefault();
  });
  table.addEventListener("focusin", (event) => {
    if (event.target.tagName !== "INPUT") { return; }
    active = event.target;
    editing = false;
    began = beginning(active);
    active.classList.remove("others");
    active.select();
    tell(active);
  });
  table.addEventListener("focusout", (event) => { if (event.target === active) { commit(); } });
  table.addEventListener("mousedown", (event) => {
    if (event.target.tagName !== "INPUT") { return; }
    if (event.target === document.activeElement) { editing = true; } else { event.preventDefault(); event.target.focus(); }
  });
  table.addEventListener("click", (event) => {
    if (event.target.tagName === "BUTTON") { decide(event.target.closest("td").querySelector("input"), event.target.value); }
  });

  // Pasting a block: the server says where each cell goes, the person says yes
  table.addEventListener("paste", async (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (event.target.tagName !== "INPUT" || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) { return; }
    event.preventDefault();
    const body = { block: text, unit: unitOf(active), column: keyOf(active), columns: keys.slice(1) };
    try {
      const plan = (await ask(table.dataset.paste, body)).data;
      block = plan.cells || [];
      at("grid-plan-head").textContent = plan.headline || plan.said;
      at("grid-plan-left").replaceChildren(...(plan.left_out || []).map((line) => Object.assign(document.createElement("li"), { textContent: line })));
      at("grid-plan-yes").hidden = !block.length;
      at("grid-plan").hidden = false;
      at(block.length ? "grid-plan-yes" : "grid-plan-no").focus();
    } catch (error) { say("Chưa dán được. " + lost(error)); }
  });
  function endPaste() {
    at("grid-plan").hidden = true;
    block = [];
    if (active) { active.focus(); }
  }
  at("grid-plan-yes").addEventListener("click", () => {
    const changes = [];
    block.forEach((cell) => {
      const input = inputOf(cell.unit, cell.column);
      if (input.value === cell.text) { return; }
      changes.push({ input: input, text: input.value });
      put(input, cell.text);
    });
    if (changes.length) { undoable.push(changes); }
    keep();
    endPaste();
    flush();
  });
  at("grid-plan-no").addEventListener("click", endPaste);

  // Tools below the grid
  document.querySelector(".grid-tools").addEventListener("click", async (event) => {
    const reason = event.target.dataset.reason;
    if (!active || event.target.tagName !== "BUTTON") { return; }
    if (event.target.id === "grid-undo") { undo(); } else if (reason) {
      active.value = reason;
      commit();
      active.focus();
    } else {
      try {
        const answer = await ask(table.dataset.history + "?don-vi=" + unitOf(active) + "&cot=" + encodeURIComponent(keyOf(active)));
        const told = answer.data.changes.map((one) => one.at + " · " + one.who + " " + one.how + ": " + (one.old ? one.old + " → " : "") + (one.new || "để trống"));
        at("grid-changes").replaceChildren(...(told.length ? told : ["Ô này chưa có ai nhập."]).map((line) => Object.assign(document.createElement("li"), { textContent: line })));
      } catch (error) { say("Chưa xem được. " + lost(error)); }
    }
  });
  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", (event) => { commit(); if (unsaved.size) { event.preventDefault(); } });
  document.addEventListener("visibilitychange", listen);
  setInterval(listen, POLL);

  // What was typed before a reload and not saved comes back, and is saved if it can be
  try {
    JSON.parse(sessionStorage.getItem(KEPT) || "[]").forEach((one) => {
      const input = inputOf(one.unit, one.column);
      if (!input) { return; }
      unsaved.set(one.unit + " " + one.column, one);
      input.value = one.text;
      mark(input);
    });
  } catch (error) { /* nothing kept */ }
  count();
  flush();
})();
