/* Links, lists and buttons change the address; the page follows the address.
   Plain elements are used, so that they carry ARIA, work from the keyboard, and open in a new
   tab like any other link. */
(function () {
  "use strict";

  /* Where one is already, the page is asked for again: figures may have been published since, or
     the answer never came. */
  function go(href, again) {
    if (new URL(href, window.location).href === window.location.href) {
      window.location.reload();
      return;
    }
    window.history.replaceState({ scrolled: window.scrollY }, "");
    window.history.pushState({}, "", href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    /* The same page in the other language is read on from where one is. */
    if (again) { place = window.scrollY; } else { window.scrollTo(0, 0); }
  }

  /* What is typed into a form that is not sent yet goes along to an address that is still about
     the same: of another cell or target it would be another number. */
  function withTyped(href) {
    var to = new URL(href, window.location), here = new URLSearchParams(window.location.search);
    document.querySelectorAll("[data-typed]").forEach(function (place) {
      var text = place.querySelector("input").value.trim();
      var same = place.dataset.of.split(" ").every(function (name) {
        return here.get(name) && here.get(name) === to.searchParams.get(name);
      });
      if (!same) { return; }
      if (text) { to.searchParams.set(place.dataset.typed, text); }
      else { to.searchParams.delete(place.dataset.typed); }
    });
    return to.pathname + to.search + to.hash;
  }

  function copy(text, button) {
    var done = function () {
      var word = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(function () { button.textContent = word; }, 1500);
    };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(done, function () {});
    } else {
      var area = document.createElement("textarea");
      area.value = text;
      document.body.appendChild(area);
      area.select();
      if (document.execCommand("copy")) { done(); }
      area.remove();
    }
  }

  var actions = {
    print: function () { window.print(); },
    address: function (button) { copy(window.location.href, button); },
    text: function (button) {
      copy(document.getElementById(button.dataset.from).textContent, button);
    }
  };

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-action]");
    if (button) { actions[button.dataset.action](button); return; }
    var link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0) { return; }
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return; }
    if (link.target || link.hasAttribute("download")) { return; }
    if (link.origin !== window.location.origin) { return; }
    if (link.getAttribute("href").charAt(0) === "#") {
      event.preventDefault();
      var place = document.querySelector(link.getAttribute("href"));
      if (place) { place.focus(); place.scrollIntoView(); }
      return;
    }
    event.preventDefault();
    var href = link.getAttribute("href");
    go(link.closest(".suppose .segments") ? withTyped(href) : href, link.closest(".languages"));
  });

  document.addEventListener("change", function (event) {
    var list = event.target;
    if (!list.matches("select.go") || !list.value) { return; }
    go(list.closest(".suppose") ? withTyped(list.value) : list.value);
  });

  /* By keys a list is opened first: each step through a closed one would lead away at once. */
  var STEPS = ["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp"];
  document.addEventListener("keydown", function (event) {
    var list = event.target, letter = event.key.length === 1 && event.key !== " ";
    if (!list.matches("select.go") || !list.showPicker) { return; }
    if (event.metaKey || event.ctrlKey || event.altKey) { return; }
    if (letter || STEPS.indexOf(event.key) >= 0) {
      event.preventDefault();
      list.showPicker();
    }
  });

  /* Back on a page one stands where one left it: the browser looks for the place too early. */
  var place = 0;
  window.addEventListener("popstate", function (event) {
    place = event.state && event.state.scrolled || 0;
  });

  /* Figures published between two pages are other than those that one came from. */
  var publication = 0;
  function tellOfNewer(app) {
    var number = Number(app.dataset.publication), place = document.getElementById("newer");
    if (place) { place.hidden = !publication || number <= publication; }
    publication = number || publication;
  }

  /* A new page has its own title and language, and its heading is read first. */
  var shown = null;
  new MutationObserver(function () {
    var app = document.querySelector(".app[data-address]");
    if (!app || app.dataset.address === shown) { return; }
    document.documentElement.lang = app.lang;
    document.title = app.dataset.title;
    tellOfNewer(app);
    var heading = document.querySelector("main h1");
    var at = document.activeElement;
    if (shown !== null && heading && (at === document.body || at.id === "unit-find")) {
      heading.focus({ preventScroll: true });
    }
    shown = app.dataset.address;
    if (place) { window.scrollTo(0, place); }
    place = 0;
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-address"]
  });
})();
