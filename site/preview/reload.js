// Loads the page anew when the site has a newer edition than the page is from.
// Browsers keep the place on the page over a reload.
(() => {
	"use strict";
	const shown = document.currentScript.dataset.edition;
	let source;
	const listen = () => {
		source?.close();
		if (document.hidden) return; // a browser has few connections, and tabs in the back would use them up
		source = new EventSource("/__events");
		source.onmessage = (event) => {
			if (event.data === shown) return;
			source.close();
			location.reload();
		};
		source.onerror = () => { // it connects again by itself, unless it was refused
			if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
		};
	};
	document.addEventListener("visibilitychange", listen);
	addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
	listen();
})();
