/* What was chosen to be handed in, from the button, a drop or a folder: held together, so that the
   page checks and hands in the same files. What the server would refuse unread is not sent. */
(function () {
  "use strict";

  /* A chosen folder's files are told by their names alone; where they lie in it the field knows. */
  function places(names) {
    var files = document.querySelector("#upload-folder input").files;
    return names.map(function (name, at) {
      var file = files[at];
      return file && file.name === name && file.webkitRelativePath || name;
    });
  }

  function chosen(files, folder, fileNames, folderNames) {
    var whole = window.dash_clientside.callback_context.triggered_id === "upload-folder";
    var contents = (whole ? folder : files) || [], names = (whole ? folderNames : fileNames) || [];
    if (!contents.length) { return window.dash_clientside.no_update; }
    if (whole) { names = places(names); }
    var length = contents.reduce(function (sum, one) { return sum + one.length; }, 0);
    var most = Number(document.getElementById("upload-result").dataset.most);
    return length > most ? { too_large: true } : { names: names, contents: contents };
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.upload = { chosen: chosen };
})();
