package web_test

import (
	"reflect"
	"testing"

	"greenroom/functions/internal/web"
)

// TestEachFunctionHasItsOwnRoutes holds what a function serves on AWS to what
// the routes say of it: all of its own, and none of another's.
func TestEachFunctionHasItsOwnRoutes(t *testing.T) {
	t.Parallel()
	s := new(web.Server)
	of := map[string][]web.Route{
		"accounts": s.OfAccounts(), "comments": s.OfComments(), "applications": s.OfApplications(),
		"briefs": s.OfBriefs(), "submissions": s.OfSubmissions(), "desk": s.OfDesk(),
	}
	want := map[string][]string{}
	for _, route := range s.Routes() {
		want[route.Function] = append(want[route.Function], route.Method+" "+route.Path)
	}
	got := map[string][]string{}
	for function, routes := range of {
		for _, route := range routes {
			got[function] = append(got[function], route.Method+" "+route.Path)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("functions serve\n%v\nwant\n%v", got, want)
	}
}
