/* Charts stay in the browser: plotly.js would otherwise offer to upload them to a public site. */
window.Plotly.setPlotConfig({
  locale: "zh-CN",
  displaylogo: false,
  displayModeBar: false,
  showSendToCloud: false,
  showEditInChartStudio: false,
  plotlyServerURL: "",
  topojsonURL: "/assets/topojson/",
  responsive: true
});
