/* The portal's own side in the browser: drawings, themes, and the first frame. */
(function () {
  "use strict";
  var root = document.documentElement;
  var script = document.currentScript;

  // Dash would load plotly.js from an address that is asked for again each time.
  Object.defineProperty(window, "_dashPlotlyJSURL", {
    get: function () { return script.dataset.plotly; },
    set: function () {}
  });

  // portal/components/svg.py: the same element that portal/paint.py writes.
  window.northstar = {
    Svg: function (props) {
      var given = {
        className: ("svg " + (props.className || "")).trim(),
        dangerouslySetInnerHTML: { __html: props.markup }
      };
      if (props.id) { given.id = props.id; }
      if (props.label) {
        given.role = "img";
        given["aria-label"] = props.label;
      } else {
        given["aria-hidden"] = "true";
      }
      return window.React.createElement("div", given);
    }
  };

  // ---- back and forward ---------------------------------------------------------
  // A page writes its state into the address without telling Dash's router, which
  // therefore takes a step back for no step at all: here it is told of every one.
  var at = location.pathname + location.search;
  var push = history.pushState;
  history.pushState = function () {
    push.apply(history, arguments);
    at = location.pathname + location.search;
  };
  window.addEventListener("popstate", function (event) {
    event.stopImmediatePropagation();
    if (location.pathname + location.search === at) { return; } // only the #part
    at = location.pathname + location.search;
    // With an old href beside them, Dash's router would go forward to that.
    window.dash_clientside.set_props("shell-address", {
      pathname: location.pathname, search: location.search, href: location.href
    });
  }, true);

  // ---- themes -------------------------------------------------------------------
  function colour(name) {
    return getComputedStyle(root).getPropertyValue(name).trim();
  }

  function recolour(graph) {
    if (!window.Plotly || !graph.layout || graph.dataset.theme === root.dataset.theme) {
      return;
    }
    var change = {
      "font.color": colour("--ink-2"),
      "hoverlabel.bgcolor": colour("--card"),
      "hoverlabel.bordercolor": colour("--line"),
      "hoverlabel.font.color": colour("--ink")
    };
    Object.keys(graph.layout).forEach(function (key) {
      if (/^[xy]axis\d*$/.test(key)) {
        change[key + ".gridcolor"] = colour("--grid");
        change[key + ".linecolor"] = colour("--line");
        change[key + ".zerolinecolor"] = colour("--line");
      }
    });
    graph.dataset.theme = root.dataset.theme;
    window.Plotly.relayout(graph, change);
  }

  function recolourAll() {
    document.querySelectorAll("#react-entry-point .js-plotly-plot").forEach(recolour);
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-theme-toggle]")) { return; }
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("northstar-theme", root.dataset.theme); } catch (e) { /* private */ }
    recolourAll();
  });

  // ---- proofs -------------------------------------------------------------------
  // A number leads to the page of its proof; here the same page is shown in a drawer.
  var deeper = null;

  function styled() {
    if (deeper) { return deeper; }
    deeper = new Promise(function (done) {
      if (document.querySelector('link[href="' + script.dataset.deeper + '"]')) {
        done();
        return;
      }
      var sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = script.dataset.deeper;
      sheet.onload = sheet.onerror = done;
      document.head.insertBefore(sheet, document.querySelector('link[rel="stylesheet"]'));
    });
    return deeper;
  }

  function made(tag, css, text) {
    var node = document.createElement(tag);
    node.className = css;
    if (text) { node.textContent = text; }
    return node;
  }

  function drawer(link, title, parts) {
    var dialog = made("dialog", "drawer");
    var bar = made("div", "drawer-bar");
    var heading = made("h2", "drawer-title", title);
    var whole = made("a", "drawer-link", "Open as a page");
    var close = made("button", "chip chip-button drawer-close", "Close");
    heading.id = "drawer-title";
    heading.tabIndex = -1;
    whole.href = link.href;
    close.type = "button";
    dialog.setAttribute("aria-labelledby", heading.id);
    bar.append(heading, whole, close);
    dialog.append(bar);
    parts.forEach(function (part) { dialog.append(part); });
    document.body.append(dialog);
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog || event.target === close) { dialog.close(); }
    });
    dialog.addEventListener("close", function () {
      var address = link.getAttribute("href");
      dialog.remove();
      var back = link.isConnected ? link : Array.prototype.find.call(
        entry.querySelectorAll("a.proof"),
        function (one) { return one.getAttribute("href") === address; });
      if (back) { back.focus(); }
    });
    dialog.showModal();
    heading.focus();
  }

  function prove(link) {
    link.setAttribute("aria-busy", "true");
    Promise.all([fetch(link.href), styled()]).then(function (both) {
      if (!both[0].ok) { throw new Error(both[0].status); }
      return both[0].text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var shown = page.querySelector("#first-frame .content");
      var title = page.querySelector("#first-frame h1").textContent;
      drawer(link, title, Array.prototype.slice.call(shown.children));
    }).catch(function () {
      location.href = link.href;
    }).finally(function () {
      link.removeAttribute("aria-busy");
    });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-proof]");
    var plain = event.button === 0 && !event.ctrlKey && !event.metaKey
      && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.getAttribute("aria-busy")) { return; }
    event.preventDefault();
    prove(link);
  });

  // ---- the first frame ----------------------------------------------------------
  var first = document.getElementById("first-frame");
  var entry = document.getElementById("react-entry-point");
  var FOCUSABLE = "a[href], button, summary, input, [tabindex]";
  var LONGEST_WAIT = 2000;

  // Dash's own tree bears the same ids; from here on they are its alone.
  first.querySelectorAll("[id]").forEach(function (node) { node.removeAttribute("id"); });

  function index(tree) {
    var at = document.activeElement;
    return at && tree.contains(at)
      ? Array.prototype.indexOf.call(tree.querySelectorAll(FOCUSABLE), at) : -1;
  }

  function swap() {
    if (!first) { return; }
    var at = index(first);
    var open = Array.prototype.map.call(
      first.querySelectorAll("details"), function (node) { return node.open; });
    var top = window.scrollY;
    entry.querySelectorAll("details").forEach(function (node, i) {
      if (open[i] !== undefined) { node.open = open[i]; }
    });
    first.remove();
    first = null;
    entry.classList.remove("waiting");
    window.scrollTo(0, top);
    if (at >= 0 && entry.querySelectorAll(FOCUSABLE)[at]) {
      entry.querySelectorAll(FOCUSABLE)[at].focus({ preventScroll: true });
    }
    root.dataset.live = "1";
    window.dispatchEvent(new Event("resize"));
  }

  function drawn() {
    return Array.prototype.every.call(
      entry.querySelectorAll(".dash-graph"),
      function (graph) { return graph.querySelector(".main-svg"); });
  }

  // Dash's pickers say more of themselves than their roles allow, and its drop-downs
  // have a second place for the focus that is hidden from those who hear the page.
  function mend() {
    entry.querySelectorAll(".dash-datepicker-input-wrapper").forEach(function (node) {
      if (node.getAttribute("role") !== "group") { node.setAttribute("role", "group"); }
      node.removeAttribute("aria-haspopup");
      node.removeAttribute("aria-expanded");
    });
    entry.querySelectorAll('.dash-dropdown-focus-target[tabindex="0"]').forEach(
      function (node) { node.tabIndex = -1; });
  }

  var since = 0;
  var observer = new MutationObserver(function () {
    recolourAll();
    mend();
    if (!first || !entry.querySelector("#shell-content")) { return; }
    if (!since) { since = Date.now(); setTimeout(swap, LONGEST_WAIT); }
    if (drawn() || Date.now() - since > LONGEST_WAIT) { swap(); }
  });
  observer.observe(entry, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-expanded"]
  });
})();
