/* The field that finds a unit: arrows go through the list under it, Enter follows the unit they
   stand on, Escape closes the list. Without arrows Enter asks the server which one is meant. */
(function () {
  "use strict";

  var FIELD = "unit-find", PLACE = "unit-found", LIST = "unit-found-list";

  function options() {
    return Array.prototype.slice.call(document.querySelectorAll("#" + PLACE + " [role=option]"));
  }

  function chosen() {
    return options().filter(function (one) { return one.ariaSelected === "true"; })[0];
  }

  function choose(one) {
    var field = document.getElementById(FIELD);
    options().forEach(function (other) {
      other.setAttribute("aria-selected", String(other === one));
    });
    if (one) {
      field.setAttribute("aria-activedescendant", one.id);
      one.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function show(open) {
    var place = document.getElementById(PLACE);
    place.hidden = !open;
    document.getElementById(FIELD).setAttribute(
      "aria-expanded", String(open && place.childElementCount > 0));
  }

  document.addEventListener("focusin", function (event) {
    if (event.target.id !== FIELD) { return; }
    event.target.setAttribute("role", "combobox");
    event.target.setAttribute("aria-autocomplete", "list");
    event.target.setAttribute("aria-controls", LIST);
    show(true);
  });

  /* Before the field itself hears of a key: Enter on a unit is no question to the server, and
     Enter that ends the writing of a Chinese word is none either. */
  document.addEventListener("keydown", function (event) {
    if (event.target.id !== FIELD) { return; }
    var all = options(), at = all.indexOf(chosen());
    if (event.isComposing) {
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      show(true);
      if (!all.length) { return; }
      var step = event.key === "ArrowDown" ? 1 : -1;
      choose(all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      all[at].click();
    } else if (event.key === "Escape") {
      choose(null);
      show(false);
    }
  }, true);

  document.addEventListener("input", function (event) {
    if (event.target.id === FIELD) { choose(null); show(true); }
  });

  /* What was found is there a moment after it was asked for. */
  new MutationObserver(function () {
    var field = document.getElementById(FIELD);
    if (field && field === document.activeElement) {
      show(!document.getElementById(PLACE).hidden);
      if (!chosen()) { field.removeAttribute("aria-activedescendant"); }
    }
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
