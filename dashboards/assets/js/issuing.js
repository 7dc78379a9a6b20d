/* What is typed for one circular goes into the addresses of its files at once, so that a click right
   after the last key, or on “open in a new tab”, has it. A number is that of one circular: the files
   of several go without. */
(function () {
  "use strict";

  var FIELDS = "input[id^='issue-']", FILES = "a[href^='/files/circular?']";
  var TOGETHER = ["one_page", "below"];

  function update() {
    document.querySelectorAll(FILES).forEach(function (link) {
      var address = new URL(link.href), asked = address.searchParams;
      document.querySelectorAll(FIELDS).forEach(function (field) {
        var name = field.id.slice("issue-".length), text = field.value.trim();
        var of_one = name === "number" && TOGETHER.indexOf(asked.get("file")) >= 0;
        if (text && !of_one) { asked.set(name, text); } else { asked.delete(name); }
      });
      link.setAttribute("href", address.pathname + address.search);
    });
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches(FIELDS)) { update(); }
  });
})();
