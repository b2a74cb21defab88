// The boxes that suggest while typing (select2, of Django's admin) have no name for screen readers: give them
// that of the field they stand for.
(function () {
  "use strict";
  function name(select) {
    var label = document.querySelector('label[for="' + select.id + '"]');
    return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/:$/, "") : "");
  }
  function nameAll() {
    document.querySelectorAll("select.admin-autocomplete").forEach(function (select) {
      var box = select.nextElementSibling;
      if (!box || !name(select)) { return; }
      box.querySelectorAll(".select2-search__field").forEach(function (field) {
        field.setAttribute("aria-label", name(select));
      });
      box.querySelectorAll(".select2-selection--single").forEach(function (chosen) {
        var value = chosen.querySelector(".select2-selection__rendered");
        chosen.id = select.id + "_box";
        chosen.setAttribute("aria-label", name(select));
        chosen.setAttribute("aria-labelledby", chosen.id + (value ? " " + value.id : ""));
        if (value) { value.setAttribute("aria-label", value.textContent.trim() || "Chưa chọn"); }
      });
    });
  }
  // select2 makes and remakes its boxes at moments of its own.
  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
  nameAll();
})();
