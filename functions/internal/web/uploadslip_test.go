package web_test

import (
	"bytes"
	"testing"

	"greenroom/functions/internal/web"
)

// Without a key no slip fits, and a key is made of a whole secret.
func TestSlipsNeedASecret(t *testing.T) {
	t.Parallel()
	const id, person, app = "01JV0000000000000000000001", "p", "a"
	if _, err := web.NewSlips([]byte("short")); err == nil {
		t.Error("a short secret is taken")
	}
	ours, err := web.NewSlips(bytes.Repeat([]byte("s"), 32))
	if err != nil {
		t.Fatal(err)
	}
	others, err := web.NewSlips(bytes.Repeat([]byte("t"), 32))
	if err != nil {
		t.Fatal(err)
	}
	slip := ours.Slip(id, person, app, 1)
	if !ours.Fits(slip, person, app, 1) || others.Fits(slip, person, app, 1) || ours.Fits(slip, person, app, 2) || ours.Fits(slip+"A", person, app, 1) {
		t.Error("a slip fits another lock, or not its own")
	}
	if none := (web.Slips{}); none.Fits(none.Slip(id, person, app, 1), person, app, 1) || ours.Fits(ours.Slip(id, "", app, 1), "", app, 1) {
		t.Error("a slip of no key, or for nobody, fits")
	}
}
