package standin

import (
	"net/url"
	"slices"
	"strings"

	"greenroom/functions/internal/cloud/sam"
)

// Routes are those of the template's HTTP API, and the function of each.
func Routes(t sam.Template) map[string]string {
	routes := map[string]string{}
	for function, resource := range t.Functions() {
		for id := range sam.Dict(t.Properties(resource), "Events") {
			event := sam.Dict(t.Properties(resource), "Events", id)
			if sam.Str(event, "Type") == "HttpApi" {
				routes[sam.Str(event, "Properties", "Path")] = function
			}
		}
	}
	return routes
}

// choose is the route that a gateway takes: the one with most segments that
// are written out, read from the front. A slash at the end makes no difference,
// and an encoded one separates nothing.
func (g Gateway) choose(path string) (route, function string) {
	segments := split(path)
	for i := range segments {
		if s, err := url.PathUnescape(segments[i]); err == nil {
			segments[i] = s
		}
	}
	for candidate, f := range g.Routes {
		if fits(split(candidate), segments) && (route == "" || narrower(candidate, route)) {
			route, function = candidate, f
		}
	}
	return route, function
}

// split takes a path apart at its slashes, without the one at its end.
func split(path string) []string {
	return strings.Split(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/"), "/")
}

func fits(pattern, segments []string) bool {
	for i, p := range pattern {
		switch {
		case strings.HasSuffix(p, "+}"):
			return len(segments) > i
		case i >= len(segments):
			return false
		case strings.HasPrefix(p, "{"):
			if segments[i] == "" {
				return false
			}
		case p != segments[i]:
			return false
		}
	}
	return len(pattern) == len(segments)
}

// narrower compares two patterns that fit the same path: written out comes
// before one variable, and that before the rest.
func narrower(a, b string) bool {
	rank := func(path string) (ranks []int) {
		for s := range slices.Values(split(path)) {
			switch {
			case strings.HasSuffix(s, "+}"):
				ranks = append(ranks, 2)
			case strings.HasPrefix(s, "{"):
				ranks = append(ranks, 1)
			default:
				ranks = append(ranks, 0)
			}
		}
		return ranks
	}
	return slices.Compare(rank(a), rank(b)) < 0
}
