/* Pressing a field's name puts it where the cursor stands. Without this file the list is there to be read. */
(function () {
  "use strict";
  document.querySelectorAll("[data-into]").forEach(function (list) {
    var box = document.getElementById(list.dataset.into);
    if (!box) { return; }
    list.querySelectorAll("code").forEach(function (code) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet small-button";
      button.textContent = code.textContent;
      button.addEventListener("click", function () {
        box.setRangeText(code.textContent, box.selectionStart, box.selectionEnd, "end");
        box.focus();
      });
      code.replaceWith(button);
    });
  });
})();
