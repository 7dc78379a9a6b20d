/* Where the program does not answer, or fails, the page says so: Dash tells only the console. The
   words come with the page, which knows its language (see components/shell.py). */
(function () {
  "use strict";

  var ASKED = /\/_dash-update-component/, asking = window.fetch, leaving = false;

  function tell(why) {
    var place = document.getElementById("unanswered");
    if (!place) { return; }
    place.hidden = !why;
    place.textContent = why ? place.dataset[why] : "";
    if (why) { window.dash_clientside.set_props("page", { className: "" }); }
  }

  window.fetch = function (what) {
    var answer = asking.apply(this, arguments);
    if (!ASKED.test(what && what.url || what)) { return answer; }
    return answer.then(function (given) {
      tell(given.ok ? "" : "failed");
      return given;
    }, function (problem) {
      /* A question that is put off by leaving the page is none that nobody answers. */
      if (!leaving && problem.name !== "AbortError") { tell("stopped"); }
      throw problem;
    });
  };

  window.addEventListener("pagehide", function () { leaving = true; });
  window.addEventListener("pageshow", function () { leaving = false; });
})();
