package guest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/table"
)

func TestAddressesAreTakenOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.release(o.approve(editor(), o.submit()))
	sub, err := o.Submit(t.Context(), other(), form())
	sub = o.approve(editor(), o.must(sub, err))
	for _, test := range []struct {
		name, field string
		at          guest.Addresses
	}{
		{"another guest's post", "slug", guest.Addresses{Page: "bo-other"}},
		{"another guest's page", "page", guest.Addresses{Slug: "bo-asks"}},
		{"a post of the agency's", "slug", guest.Addresses{Slug: "first", Page: "bo-other"}},
		{"somebody of the agency", "page", guest.Addresses{Slug: "bo-asks", Page: "tess-abara"}},
		{"a list of the blog's", "slug", guest.Addresses{Slug: "2026", Page: "bo-other"}},
		{"the tags", "slug", guest.Addresses{Slug: "tag", Page: "bo-other"}},
		{"no slug", "slug", guest.Addresses{Slug: "Über uns/../x", Page: "bo-other"}},
		{"no page", "page", guest.Addresses{Slug: "bo-asks", Page: "bo..other"}},
		{"too long", "slug", guest.Addresses{Slug: strings.Repeat("x", 81), Page: "bo-other"}},
	} {
		if _, err := o.Release(t.Context(), lead(), seen(sub), test.at); !invalid(err, test.field) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	sub, err = o.Release(t.Context(), lead(), seen(sub), guest.Addresses{Slug: "bo-asks", Page: "bo-other"})
	if o.must(sub, err).Slug != "bo-asks" {
		t.Errorf("it is at %s", sub.Slug)
	}
}

func TestATitleWithoutLettersNeedsAnAddress(t *testing.T) {
	t.Parallel()
	o := open(t)
	f := form()
	f.Title = "何が欲しいか"
	sub, err := o.Submit(t.Context(), writer(), f)
	sub = o.approve(editor(), o.must(sub, err))
	if _, err := o.Release(t.Context(), lead(), seen(sub), guest.Addresses{}); !invalid(err, "slug") {
		t.Errorf("without an address: %v", err)
	}
	sub, err = o.Release(t.Context(), lead(), seen(sub), guest.Addresses{Slug: "what-is-wanted"})
	o.must(sub, err)
}

// openBytes is everything that was ever written to the open space.
func (o *office) openBytes() string {
	o.t.Helper()
	var all strings.Builder
	for cursor := ""; ; {
		changes, next, err := o.store.Changes(o.t.Context(), cursor, 1000)
		if err != nil {
			o.t.Fatal(err)
		}
		for _, c := range changes {
			if c.Key.Space == table.Open && c.New != nil {
				data, err := json.Marshal(c.New)
				if err != nil {
					o.t.Fatal(err)
				}
				all.Write(data)
				all.Write(c.New.Body)
			}
		}
		if len(changes) == 0 || next == cursor {
			return all.String()
		}
		cursor = next
	}
}

func TestNoAccountInTheOpenSpace(t *testing.T) {
	t.Parallel()
	o := open(t)
	sub := o.release(o.approve(editor(), o.submit()))
	if _, err := o.Withdraw(t.Context(), writer(), sub.ID); err != nil {
		t.Fatal(err)
	}
	all := o.openBytes()
	for _, out := range []string{"canary", "@", `"W1"`, sub.ID, `"E1"`, "Account of"} {
		if strings.Contains(all, out) {
			t.Errorf("%q is in the open space", out)
		}
	}
	if !strings.Contains(all, "It began with a lamp.") {
		t.Error("the test sees nothing of the open space")
	}
}
