package submission_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// picture is a PNG unlike every other.
func picture(t testing.TB, n int) []byte {
	t.Helper()
	one := image.NewGray(image.Rect(0, 0, 2, 2))
	one.SetGray(0, 0, color.Gray{Y: uint8(n)})
	var b bytes.Buffer
	if err := png.Encode(&b, one); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestUploads(t *testing.T) {
	t.Parallel()
	h := open(t)
	big := append(picture(t, 1), make([]byte, maxFile+1)...)
	for _, c := range []struct {
		name string
		data []byte
		ok   bool
	}{
		{"a picture", picture(t, 1), true},
		{"the largest file", big[:maxFile], true},
		{"one byte more", big[:maxFile+1], false},
		{"nothing", nil, false},
		{"HTML called PDF", []byte("<!doctype html><script>alert(1)</script>"), false},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), false},
	} {
		kept := len(h.Disk.kept)
		f, err := h.Upload(t.Context(), h.ann, h.app, 1, "../"+c.name+".pdf", c.data)
		if !c.ok {
			if fields(err) != "file" || len(h.Disk.kept) != kept {
				t.Errorf("%s: %v, %d files are kept", c.name, err, len(h.Disk.kept))
			}
			continue
		}
		h.must(err)
		if f.Size != len(c.data) || f.Type != submission.TypePNG || f.Name != c.name+".pdf.png" {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

// A file belongs to the work that it was sent for, and to no other.
func TestAFileGoesWithADraft(t *testing.T) {
	t.Parallel()
	h := open(t)
	f, err := h.Upload(t.Context(), h.ann, h.app, 1, "soup.png", picture(t, 1))
	h.must(err)
	again, err := h.Upload(t.Context(), h.ann, h.app, 1, "soup.png", picture(t, 1))
	h.must(err)
	if files, err := h.Uploaded(t.Context(), h.now(1)); err != nil || again.Hash != f.Hash || len(files) != 1 {
		t.Errorf("the same file twice: %v, %v", files, err)
	}
	other := form(h.now(2), "")
	other.File = f.Hash
	if _, _, err := h.SendDraft(t.Context(), h.ann, h.app, 2, other); fields(err) != "file" {
		t.Errorf("sent with other work: %v", err)
	}
	one := form(h.now(1), "")
	one.File = f.Hash
	d, draft, err := h.SendDraft(t.Context(), h.ann, h.app, 1, one)
	h.must(err)
	if d.State != submission.InReview || *draft.File != f {
		t.Errorf("sent: %s, %+v", d.State, draft.File)
	}
	_, data, err := h.Contents(t.Context(), d, f.Hash)
	h.must(err)
	defer data.Close()
	if got, err := io.ReadAll(data); err != nil || !bytes.Equal(got, picture(t, 1)) {
		t.Errorf("it came out changed: %v", err)
	}
	for _, hash := range []string{"", "../../etc/passwd", strings.Repeat("ab", 32), strings.ToUpper(f.Hash)} {
		_, _, err := h.Contents(t.Context(), d, hash)
		h.wantKind(err, agency.KindNotFound, "file "+hash)
	}
	delete(h.Disk.kept, f.Hash)
	if _, _, err := h.Contents(t.Context(), d, f.Hash); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that was lost: %v", err)
	}
	_, err = h.Upload(t.Context(), h.ann, h.app, 1, "soup.png", picture(t, 2))
	h.wantKind(err, agency.KindConflict, "a file while the draft is read")
}

// Forty files are enough; of the next one nothing is kept.
func TestFilesWithoutAnEnd(t *testing.T) {
	t.Parallel()
	h := open(t)
	for n := range 40 {
		_, err := h.Upload(t.Context(), h.ann, h.app, 1, fmt.Sprintf("%d.png", n), picture(t, n))
		h.must(err)
	}
	if _, err := h.Upload(t.Context(), h.ann, h.app, 1, "more.png", picture(t, 40)); fields(err) != "file" || len(h.Disk.kept) != 40 {
		t.Errorf("one more: %v, %d are kept", err, len(h.Disk.kept))
	}
	_, err := h.Upload(t.Context(), h.ann, h.app, 1, "again.png", picture(t, 3))
	h.must(err)
	_, err = h.Upload(t.Context(), h.ann, h.app, 2, "other.png", picture(t, 41))
	h.must(err)
}

// What Mine hands out, beside what is kept.
func TestWhatTheInfluencerSees(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	manager := decisiontest.Manager()
	_, _, err := h.Write(t.Context(), manager, h.app, 1, h.now(1).Version, wish(wished("A photo of the jar.", 45, 2)))
	h.must(err)
	look := func(want int) []submission.Edit {
		t.Helper()
		d, shown, err := h.Mine(t.Context(), h.ann, h.app, 1)
		h.must(err)
		if len(shown) != want || d.OpenEdit != want || d.Edits != want || d.Version != h.now(1).Version {
			t.Errorf("%d requests are shown, want %d: %+v", len(shown), want, d)
		}
		return shown
	}
	look(0)
	_, _, err = h.Send(t.Context(), manager, h.app, 1, h.now(1).Version)
	h.must(err)
	look(0)
	_, _, err = h.SendBack(t.Context(), decisiontest.Reader(0), h.app, 1, h.now(1).Version, "Offer more.")
	h.must(err)
	look(0)
	_, _, err = h.Send(t.Context(), manager, h.app, 1, h.now(1).Version)
	h.must(err)
	_, _, err = h.Look(t.Context(), decisiontest.Reader(0), h.app, 1, h.now(1).Version)
	h.must(err)
	if e := look(1)[0]; e.Author+e.ReadBy+e.SentBy+e.Comment != "" || e.Writers != nil || e.Good == "" {
		t.Errorf("shown: %+v", e)
	}
}
