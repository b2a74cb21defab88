/* The check screen and the upload forms: only what neither HTML nor htmx can. Every page works without it. */
(function () {
  "use strict";
  var open = {};

  document.addEventListener("htmx:beforeSwap", function (event) {
    var line = document.getElementById("mat-ket-noi");
    if (line) { line.hidden = true; }
    open = {};
    event.detail.target.querySelectorAll("details[id]").forEach(function (fold) { open[fold.id] = fold.open; });
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    var screen = document.getElementById("man-kiem-tra");
    if (!screen || event.detail.elt !== screen) { return; }
    screen.querySelectorAll("details[id]").forEach(function (fold) {
      if (fold.id in open && !fold.id.startsWith("doi-")) { fold.open = open[fold.id]; }
    });
    var told = screen.querySelector("[data-told], [role=alert]");
    var said = document.getElementById("bao");
    if (told && said) { said.textContent = told.textContent; }
    // Whoever answers by keyboard goes on with the next question, or with the one next step.
    var next = screen.querySelector("[data-open] button, [data-open] select, [data-open] input:not([type=hidden])") ||
      screen.querySelector(".next-step .button");
    if (next) { next.focus(); }
  });

  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () {
      var line = document.getElementById("mat-ket-noi");
      if (line) { line.hidden = false; line.scrollIntoView({ block: "center" }); }
    });
  });

  document.querySelectorAll("input.drop").forEach(function (box) {
    ["dragenter", "dragover"].forEach(function (name) {
      box.addEventListener(name, function () { box.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      box.addEventListener(name, function () { box.classList.remove("over"); });
    });
    box.form.addEventListener("submit", function () {
      var button = box.form.querySelector("button[type=submit]");
      button.setAttribute("aria-disabled", "true");
      button.textContent = "Đang tải lên…";
    });
  });
})();
