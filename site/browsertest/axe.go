package browsertest

import "os"

// Axe is a script that judges the page it runs in and gives what is wrong with
// it, a line each, or "" where AXE names no file with axe-core. It is for a
// page with JavaScript on.
func Axe() (script string, err error) {
	file := os.Getenv("AXE")
	if file == "" {
		return "", nil
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	return `(async () => {
		if (typeof axe !== "object") { (() => {` + string(source) + `})(); }
		const r = await axe.run(document, {
			runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
			rules: { "target-size": { enabled: true } },
			resultTypes: ["violations"],
		});
		return r.violations.map((v) => v.id + " " + v.nodes.length + " times: " + v.help + ", as in " +
			v.nodes[0].html.slice(0, 200) + " " + v.nodes[0].failureSummary.replace(/\s+/g, " ")).join("\n");
	})()`, nil
}
