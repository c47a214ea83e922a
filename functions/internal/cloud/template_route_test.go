package cloud

import (
	"fmt"
	"strings"

	"greenroom/functions/internal/web"
)

// gatewayPath is a route's path as a gateway can have it: without a slash at
// the end.
func gatewayPath(path string) string {
	path = strings.ReplaceAll(strings.TrimSuffix(path, "{$}"), "...}", "+}")
	return strings.TrimSuffix(path, "/")
}

// maxOwnRoutes is how many routes one function may have: for each, SAM writes
// some 500 bytes into the function's own policy, which may have 20 KB.
const maxOwnRoutes = 30

// rest is how a route for everything below an address ends.
const rest = "/{proxy+}"

// routesAreServed leads every address of the server to the function that
// serves it, and no other there. A route that serves nothing is a mistake.
func routesAreServed(t template) (faults []string) {
	deployed, serves := map[string]string{}, map[string]int{} // by path: the function, and for how many addresses
	for function, name := range t.functions() {
		own := 0
		for id := range dict(t.properties(name), "Events") {
			event := dict(t.properties(name), "Events", id)
			path := str(event, "Properties", "Path")
			switch {
			case str(event, "Type") == "ScheduleV2":
				continue
			case str(event, "Type") != "HttpApi" || str(event, "Properties", "ApiId", "Ref") != "Api":
				faults = append(faults, fmt.Sprintf("event %s of %s is not of our API", id, name))
			case str(event, "Properties", "Method") != "ANY":
				faults = append(faults, fmt.Sprintf("route %s takes some methods only: the others get no page of ours", path))
			case deployed[path] != "":
				faults = append(faults, fmt.Sprintf("route %s leads to %s and to %s", path, deployed[path], function))
			}
			deployed[path] = function
			own++
		}
		if own > maxOwnRoutes {
			faults = append(faults, fmt.Sprintf("%s has %d routes, more than the %d that its policy has room for", name, own, maxOwnRoutes))
		}
	}
	for _, route := range new(web.Server).Routes() {
		path := gatewayPath(route.Path)
		chosen := choose(deployed, path)
		serves[chosen]++
		if deployed[chosen] != route.Function {
			faults = append(faults, fmt.Sprintf("%s leads to %q by route %q, want %s", path, deployed[chosen], chosen, route.Function))
		}
		for wide, function := range deployed {
			if below(wide, path) && function != route.Function {
				faults = append(faults, fmt.Sprintf("route %s of %s is as wide as to hold %s of %s", wide, function, path, route.Function))
			}
		}
	}
	for path := range deployed {
		if serves[path] == 0 {
			faults = append(faults, "route "+path+" serves nothing")
		}
	}
	return faults
}

// choose is the route that a gateway takes for a path: its own, else the
// narrowest that holds it.
func choose(deployed map[string]string, path string) (chosen string) {
	if _, own := deployed[path]; own {
		return path
	}
	for wide := range deployed {
		if below(wide, path) && len(wide) > len(chosen) {
			chosen = wide
		}
	}
	return chosen
}

// below reports whether a path lies under the address of a wide route.
func below(wide, path string) bool {
	prefix, is := strings.CutSuffix(wide, rest)
	return is && strings.HasPrefix(path, prefix+"/")
}
