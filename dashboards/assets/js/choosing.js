/* What is chosen to be handed in, from the button, a drop or a folder: read here, so that every
   file is told by its place in its folder, one that cannot be read keeps no other back, and what
   the server would refuse is not read. The upload fields give names alone, in whatever order the
   reading ends, and nothing at all once a single file fails. */
(function () {
  "use strict";

  var PLACES = "#upload-file, #upload-folder", DONE = "#upload-submit, #upload-save";
  var turn = 0, held = null;

  function readAs(method, object) {
    return new Promise(function (done, failed) { object[method](done, failed); });
  }

  function contentOf(file) {
    return new Promise(function (done, failed) {
      var reader = new FileReader();
      reader.onload = function () { done(reader.result); };
      reader.onerror = failed;
      reader.readAsDataURL(file);
    });
  }

  /* A folder is listed a part at a time, until a part is empty. */
  async function within(folder) {
    var reader = folder.createReader(), found = [];
    for (;;) {
      var part = await readAs("readEntries", reader);
      if (!part.length) { return found; }
      found = found.concat(part);
    }
  }

  async function filesOf(entry) {
    var name = entry.fullPath.replace(/^\//, "");
    try {
      if (entry.isFile) { return [{ name: name, file: await readAs("file", entry) }]; }
      var found = await Promise.all((await within(entry)).map(filesOf));
      return found.flat();
    } catch (_) {
      return [{ name: name, file: null }];
    }
  }

  async function read(one) {
    try {
      return { name: one.name, content: await contentOf(one.file) };
    } catch (_) {
      return { name: one.name, content: null };
    }
  }

  function sent(found) {
    var whole = found.filter(function (one) { return one.content !== null; });
    var names = function (list) { return list.map(function (one) { return one.name; }); };
    return {
      names: names(whole),
      contents: whole.map(function (one) { return one.content; }),
      unread: names(found.filter(function (one) { return one.content === null; }))
    };
  }

  async function take(listed) {
    var mine = turn += 1, most = Number(document.getElementById("upload-result").dataset.most);
    var found = await listed;
    if (!found.length) { return; }
    var size = found.reduce(function (sum, one) { return sum + (one.file ? one.file.size : 0); }, 0);
    var data = { too_large: true };
    if (size * 4 / 3 <= most) {
      found.sort(function (one, other) { return one.name < other.name ? -1 : 1; });
      data = sent(await Promise.all(found.map(read)));
    }
    /* Something chosen meanwhile counts in its stead. */
    if (mine === turn) { check(held = data); }
  }

  function check(data) { window.dash_clientside.set_props("upload-chosen", { data: data }); }

  /* In the other language what is chosen is checked again, unless it was handed in. */
  document.addEventListener("page-again", function () {
    if (held && document.querySelector(PLACES)) { check(held); }
  });
  document.addEventListener("page-other", function () { held = null; });
  document.addEventListener("click", function (event) {
    if (event.target.closest(DONE)) { held = null; }
  });

  function named(file) { return { name: file.webkitRelativePath || file.name, file: file }; }

  document.addEventListener("change", function (event) {
    if (!event.target.closest(PLACES)) { return; }
    event.stopPropagation();
    take(Array.from(event.target.files).map(named));
  }, true);

  document.addEventListener("drop", function (event) {
    if (!event.target.closest(PLACES)) { return; }
    var entries = Array.from(event.dataTransfer.items).map(function (item) {
      return item.webkitGetAsEntry();
    }).filter(Boolean);
    var plain = Array.from(event.dataTransfer.files).map(named);
    take(entries.length ? Promise.all(entries.map(filesOf)).then(function (all) {
      return all.flat();
    }) : plain);
  }, true);
})();
