/* Links, lists and buttons change the address; the page follows the address.
   Plain elements are used, so that they carry ARIA, work from the keyboard, and open in a new
   tab like any other link. */
(function () {
  "use strict";

  /* Where one is already, the page is asked for again: figures may have been published since, or
     the answer never came. */
  function go(href) {
    if (new URL(href, window.location).href === window.location.href) {
      window.location.reload();
      return;
    }
    window.history.replaceState({ scrolled: window.scrollY }, "");
    window.history.pushState({}, "", href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    window.scrollTo(0, 0);
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
    go(link.getAttribute("href"));
  });

  document.addEventListener("change", function (event) {
    if (event.target.matches("select.go") && event.target.value) { go(event.target.value); }
  });

  /* Back on a page one stands where one left it: the browser looks for the place too early. */
  var place = 0;
  window.addEventListener("popstate", function (event) {
    place = event.state && event.state.scrolled || 0;
  });

  /* A new page has its own title and language, and its heading is read first. */
  var shown = null;
  new MutationObserver(function () {
    var app = document.querySelector(".app[data-address]");
    if (!app || app.dataset.address === shown) { return; }
    document.documentElement.lang = app.lang;
    document.title = app.dataset.title;
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
