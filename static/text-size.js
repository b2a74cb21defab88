// Text size chosen by the reader: kept on this device only. Without this script the browser's own zoom serves.
(function () {
  "use strict";
  var KEY = "text-size";
  var root = document.documentElement;

  function stored() {
    try { return localStorage.getItem(KEY) || ""; } catch (error) { return ""; }
  }

  function apply(size) {
    if (size) { root.setAttribute("data-text-size", size); } else { root.removeAttribute("data-text-size"); }
  }

  // Before anything is drawn, so that the buttons do not push aside what is already there.
  root.setAttribute("data-script", "");
  apply(stored());
  document.addEventListener("DOMContentLoaded", function () {
    var group = document.querySelector(".text-size");
    if (!group) { return; }
    var buttons = group.querySelectorAll("button");
    function show(size) {
      buttons.forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.textSize === size));
      });
    }
    show(stored());
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        var size = button.dataset.textSize;
        try { localStorage.setItem(KEY, size); } catch (error) { /* not kept, still applied */ }
        apply(size);
        show(size);
      });
    });
  });
})();
