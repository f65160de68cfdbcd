// A JupyterLab plugin, written as it is loaded: on a narrow screen the side panels give way to the page.
(() => {
  const STYLE = `
    .jp-Notebook .jp-RenderedMarkdown { max-width: 46rem; }
    @media (max-width: 640px) {
      .jp-Notebook { --jp-notebook-padding: 4px; --jp-cell-prompt-width: 12px; }
      .jp-Notebook .jp-InputPrompt, .jp-Notebook .jp-OutputPrompt { visibility: hidden; padding: 0; }
      .jp-Notebook .jp-Collapser { min-width: 6px; width: 6px; }
    }`;

  const plugin = {
    id: "kpilab-course:narrow",
    autoStart: true,
    activate: (app) => {
      const style = document.createElement("style");
      style.textContent = STYLE;
      document.head.append(style);
      const narrow = window.matchMedia("(max-width: 640px)");
      const fit = () => {
        if (!narrow.matches) return;
        app.shell.collapseLeft();
        app.shell.collapseRight();
      };
      narrow.addEventListener("change", fit);
      app.restored.then(fit);
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["kpilab-course"] = {
    init: () => {},
    get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
  };
})();
