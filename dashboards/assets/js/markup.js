/* Parts of a page that do not change come as text (see dashboards/markup.py), escaped by the
   server. An element is filled when it appears and when its text changes. */
(function () {
  "use strict";

  function fill(slot) {
    if (slot.dataset.markup === undefined) { return; }
    var parsed = document.createElement("template");  // rows and cells of tables are kept by it
    parsed.innerHTML = slot.dataset.markup;
    slot.replaceChildren(parsed.content);
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") { fill(change.target); return; }
      change.addedNodes.forEach(function (node) {
        if (node.nodeType !== Node.ELEMENT_NODE) { return; }
        if (node.matches("slot[data-markup]")) { fill(node); }
        node.querySelectorAll("slot[data-markup]").forEach(fill);
      });
    });
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-markup"]
  });
})();
