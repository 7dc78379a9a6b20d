/* A click on an area leads to its unit, as the link of the ranking below does. The chart can be
   drawn anew at any time; so it is asked to tell of clicks when the pointer comes to it. */
(function () {
  "use strict";

  function follow(event) {
    var link = document.createElement("a");
    link.href = event.points[0].data.meta;
    document.body.appendChild(link);
    link.click();
    link.remove();
  }

  document.addEventListener("mouseover", function (event) {
    var chart = event.target.closest && event.target.closest(".map .js-plotly-plot");
    if (!chart || !chart.on) { return; }
    chart.removeListener("plotly_click", follow);
    chart.on("plotly_click", follow);
  });
})();
