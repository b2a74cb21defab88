/* Every staff page: what was typed outlives a session that has ended, and a form is sent once.
   Every page works without it. */
(function () {
  "use strict";
  var SLOT = "vua-go", SECONDS = 60;
  var kept = read(), here = location.pathname;
  var refused = document.querySelector("[data-not-saved]");

  function read() {
    try { return JSON.parse(sessionStorage.getItem(SLOT)); } catch { return null; }
  }

  function write(what) {
    try {
      if (what) { sessionStorage.setItem(SLOT, JSON.stringify(what)); } else { sessionStorage.removeItem(SLOT); }
    } catch { /* A browser that keeps nothing: then nothing is given back. */ }
  }

  function fields(name) {
    return document.querySelectorAll("main [name='" + CSS.escape(name) + "']");
  }

  function told(field) {
    // Of a list of several only what its own script offers can be chosen: it stays as the page has it.
    return field.matches(
      "textarea, select:not([multiple]), input:not([type=hidden], [type=password], [type=file], [type=submit])"
    );
  }

  function checks(field) { return field.type === "checkbox" || field.type === "radio"; }

  function typed(form) {
    return Array.from(form.elements).filter(function (field) { return field.name && told(field); }).map(function (field) {
      var value = checks(field) ? field.checked : field.value;
      return [field.name, Array.from(fields(field.name)).indexOf(field), value];
    });
  }

  function give(back) {
    var first = null;
    back.forEach(function (one) {
      var field = fields(one[0])[one[1]];
      if (!field || !told(field)) { return; }
      if (checks(field)) { field.checked = one[2]; } else { field.value = one[2]; }
      first = first || field;
    });
    if (!first) { return; }
    var line = document.createElement("p");
    line.className = "message warning";
    line.setAttribute("role", "status");
    line.textContent = "Phiên làm việc đã hết nên lần bấm trước chưa lưu. Những gì bạn gõ đã được điền lại dưới đây: " +
      "xem lại rồi bấm lần nữa. Tệp đã chọn thì chọn lại.";
    first.form.before(line);
    line.scrollIntoView({ block: "center" });
  }

  // Publishing makes a letter and compares every form: whoever waits sees that it is on its way.
  function hold(form, button) {
    form.dataset.sent = "1";
    if (!button || button.hasAttribute("aria-disabled")) { return; }
    button.dataset.says = button.textContent;
    button.setAttribute("aria-disabled", "true");
    button.textContent = "Đang gửi…";
  }

  function free(form) {
    delete form.dataset.sent;
    form.querySelectorAll("button[data-says]").forEach(function (button) {
      button.textContent = button.dataset.says;
      button.removeAttribute("aria-disabled");
    });
  }

  if (kept && refused) {
    write(Object.assign(kept, { lost: true }));
    refused.hidden = false;
    var back = document.querySelector("[data-back]");
    if (back) { back.href = kept.path; back.hidden = false; }
  } else if (kept && (!kept.lost || kept.path === here)) {
    write(null);
    if (kept.lost) { give(kept.typed); }
  }

  // Whatever htmx or another script sends itself is none of ours.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    hold(form, event.submitter);
    setTimeout(function () { free(form); }, SECONDS * 1000);
    if (!refused && form.closest("main")) { write({ path: here, typed: typed(form), lost: false }); }
  });

  // A page that comes back from the browser's own store may be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(free);
  });
})();
