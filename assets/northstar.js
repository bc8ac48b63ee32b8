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

  var since = 0;
  var observer = new MutationObserver(function () {
    recolourAll();
    if (!first || !entry.querySelector("#shell-content")) { return; }
    if (!since) { since = Date.now(); setTimeout(swap, LONGEST_WAIT); }
    if (drawn() || Date.now() - since > LONGEST_WAIT) { swap(); }
  });
  observer.observe(entry, { childList: true, subtree: true });
})();
