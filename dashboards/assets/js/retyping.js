/* What is typed and not sent yet stays where the page comes again about the same: in the other
   language all of it, with what was unfolded and chosen; a query's text wherever the query is still
   the one that it was typed over. After markup.js, whose parts are there then. */
(function () {
  "use strict";

  var FOLDS = "main details", shown = null, typed = {}, unfolded = [];

  function read(address) {
    var url = new URL(address, window.location), asked = url.searchParams;
    var language = asked.get("lang");
    asked.delete("lang");
    return { page: url.pathname, asked: asked, rest: url.pathname + asked, language: language };
  }

  /* As if typed again, so that whatever follows the field hears of it. */
  function fill(place, text) {
    if (!place.matches("input, textarea")) {
      place.querySelector("input[value=" + CSS.escape(text) + "]").click();
      return;
    }
    var own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(place), "value");
    own.set.call(place, text);
    place.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function kept(id, before, now) {
    if (before.rest === now.rest) { return true; }
    if (now.page !== "/sql" || before.page !== "/sql") { return false; }
    if (["query", "sql"].some(function (one) { return before.asked.get(one) !== now.asked.get(one); })) {
      return false;
    }
    var name = id.charAt(0) === "{" && JSON.parse(id).name;
    var values = [before, now].map(function (one) {
      return new URLSearchParams(one.asked.get("values") || "").get(name);
    });
    return id === "sql-text" || name && values[0] === values[1];
  }

  function folds() { return Array.from(document.querySelectorAll(FOLDS)); }

  document.addEventListener("input", function (event) {
    var field = event.target, chosen = field.type === "radio";
    var place = chosen ? field.closest("[id]:not(input)") : field;
    if (place && place.id && field.closest("main")) { typed[place.id] = field.value; }
  }, true);

  document.addEventListener("toggle", function (event) {
    if (!event.target.matches(FOLDS)) { return; }
    unfolded = folds().map(function (one) { return one.open; });
  }, true);

  function came(now) {
    var before = read(shown || now), here = read(now), language = before.language !== here.language;
    var same = language && before.rest === here.rest;
    Object.keys(typed).forEach(function (id) {
      var place = document.getElementById(id), text = typed[id];
      if (!place || !kept(id, before, here)) { delete typed[id]; return; }
      fill(place, text);
    });
    if (same) { folds().forEach(function (one, at) { one.open = !!unfolded[at]; }); }
    else { unfolded = []; }
    document.dispatchEvent(new CustomEvent(same ? "page-again" : "page-other"));
  }

  new MutationObserver(function () {
    var app = document.querySelector(".app[data-address]");
    if (!app || app.dataset.address === shown) { return; }
    came(app.dataset.address);
    shown = app.dataset.address;
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-address"]
  });
})();
