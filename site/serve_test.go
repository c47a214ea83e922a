package main

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A writer's day: what is saved is on the page, what is wrong is said on every
// page while the last good site stays, and goes away when it is put right.
func TestServeFollowsTheWriter(t *testing.T) {
	t.Parallel()
	s := startShow(t)
	s.stdout.await(t, `shows \S+ as of 2026-05-12 \(site.yaml\), with 1 draft and 1 future post\n`)
	s.listen()
	s.sees("/blog/draft/", "Nobody may read this yet", `<script src="/__reload.js"`)
	s.sees("/blog/tomorrow/", "Nobody may read this today")
	s.sees("/", `<link rel="canonical" href="`+s.url+`/">`)

	middle := s.read("posts/middle.md")
	s.write("posts/middle.md", middle+"\nOne more line.\n")
	s.becomes("/blog/middle/", "One more line.")
	s.stdout.await(t, `(?m)^built in \d+ ms: \d+ files? changed \(posts/middle.md\)$`)

	s.write("posts/middle.md", middle+"\nAnother, [dead](/nowhere/).\n")
	s.becomes("/", "build-error")
	for _, address := range []string{"/", "/blog/", "/blog/middle/", "/nothing/"} {
		s.sees(address, "build-error", "posts/middle.md:9: link to /nowhere/, which does not exist")
	}
	s.sees("/blog/middle/", "One more line.", "!Another, ")
	s.stderr.await(t, `posts/middle.md:9: link to /nowhere/.*\n1 problem; what is on show stays as it was\n`)

	s.write("posts/middle.md", middle+"\nOne more line.\n") // as the site on show has it
	s.becomes("/blog/middle/", "One more line.", "!build-error")

	edition := regexp.MustCompile(`data-edition="[^"]*"`)
	_, before := s.get("/")
	s.write("posts/middle.md", s.read("posts/middle.md"))
	s.stdout.await(t, `(?m)^built in \d+ ms: nothing changed \(posts/middle.md\)\nbuilt in \d+ ms: nothing changed \(posts/middle.md\)$`)
	if _, after := s.get("/"); edition.FindString(before) != edition.FindString(after) {
		t.Error("a file that was saved as it was made another edition")
	}
	if data, err := os.ReadFile(filepath.Join(s.out, "index.html")); err != nil || strings.Contains(string(data), "__reload") {
		t.Errorf("the script is in the file: %v", err)
	}
}

// Everything there is can change, and come and go.
func TestServeFollowsEveryKindOfFile(t *testing.T) {
	t.Parallel()
	records := filepath.Join(t.TempDir(), "records.ndjson")
	comment := func(text string) {
		line := `{"kind":"comment","post":"oldest","id":"01JV0000000000000000000001","parent":"","name":"Ann","staff":"","at":"2026-02-01T10:00:00Z","text":"` + text + `"}` + "\n"
		if err := os.WriteFile(records, []byte(line), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	comment("At first.")
	s := startShow(t, "-records", records)
	s.listen()
	s.sees("/blog/oldest/", "At first.")

	comment("At last.")
	s.becomes("/blog/oldest/", "At last.", "!At first.")

	comment(`", "nonsense`)
	s.becomes("/", "build-error", "records.ndjson:1:")
	comment("Mended.")
	s.becomes("/blog/oldest/", "Mended.", "!build-error")

	s.write("posts/fresh.md", "---\ntitle: Fresh words\ndate: 2026-05-12\ndescription: New.\nauthors: [ada-stone]\n---\nSee [this](/media/new/notes.txt).\n")
	s.becomes("/", "posts/fresh.md:7: link to /media/new/notes.txt")
	s.write("media/new/notes.txt", "Notes")
	s.becomes("/media/new/notes.txt", "Notes")
	s.sees("/blog/", "Fresh words", "!build-error")

	s.write("site.yaml", strings.Replace(s.read("site.yaml"), "Juniper Row\n", "Elder Row\n", 1))
	s.becomes("/blog/fresh/", "Elder Row")

	if err := os.Remove(filepath.Join(s.content, "posts", "fresh.md")); err != nil {
		t.Fatal(err)
	}
	s.becomes("/blog/", "!Fresh words")
	if status, _ := s.get("/blog/fresh/"); status != http.StatusNotFound {
		t.Errorf("a post that is gone answers with %d", status)
	}

	if err := os.Rename(s.content, s.content+".away"); err != nil {
		t.Fatal(err)
	}
	s.becomes("/", "build-error", "site.yaml:1:")
	if err := os.Rename(s.content+".away", s.content); err != nil {
		t.Fatal(err)
	}
	s.becomes("/", "!build-error")
}

// A picture may come after the words that show it, go, and come back.
func TestServeFollowsPictures(t *testing.T) {
	t.Parallel()
	var lamp bytes.Buffer
	if err := png.Encode(&lamp, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	s := startShow(t)
	s.listen()
	s.write("posts/middle.md", s.read("posts/middle.md")+"\n![A lamp](/media/lamp.png)\n")
	for range 2 {
		s.becomes("/", "build-error", "posts/middle.md:9: picture /media/lamp.png: there is none")
		s.write("media/lamp.png", lamp.String())
		s.becomes("/blog/middle/", `<img src="/media/lamp.png"`, "!build-error")
		if err := os.Remove(filepath.Join(s.content, "media", "lamp.png")); err != nil {
			t.Fatal(err)
		}
	}
}

// With a file of records for each post only that post is read again.
func TestServeFollowsAFolderOfRecords(t *testing.T) {
	t.Parallel()
	records := t.TempDir()
	s := startShow(t, "-records", records)
	s.listen()
	line := `{"kind":"comment","post":"oldest","id":"01JV0000000000000000000001","parent":"","name":"Ann","staff":"","at":"2026-02-01T10:00:00Z","text":"In a file."}` + "\n"
	if err := os.WriteFile(filepath.Join(records, "oldest.ndjson"), []byte(line), 0o644); err != nil {
		t.Fatal(err)
	}
	s.becomes("/blog/oldest/", "In a file.")
	s.stdout.await(t, `changed \(oldest.ndjson\)`)
}

// What a running serve made of many edits is what a clean start makes.
func TestServeEndsAtTheSameSite(t *testing.T) {
	t.Parallel()
	s := startShow(t)
	s.listen()
	middle := s.read("posts/middle.md")
	for _, text := range []string{"More.", "[Dead](/nowhere/)", "Tagged."} {
		wanted := "<p>" + text
		if strings.HasPrefix(text, "[") {
			wanted = "build-error"
		}
		edited := middle + "\n" + text + "\n"
		if text == "Tagged." {
			edited = strings.Replace(edited, "authors:", "tags: [paper]\nauthors:", 1)
		}
		s.write("posts/middle.md", edited)
		s.becomes("/blog/middle/", wanted)
	}
	clean := &show{T: t, content: s.content, out: filepath.Join(t.TempDir(), "preview"), stdout: newScreen(), stderr: newScreen()}
	clean.start("-base-url", s.url)
	if diff := cmp.Diff(snapshot(t, clean.out), snapshot(t, s.out)); diff != "" {
		t.Errorf("(-clean +followed):\n%.3000s", diff)
	}
}

func TestServePublishedSite(t *testing.T) {
	t.Parallel()
	s := startShow(t, "-published", "-as-of", "2026-05-13")
	s.stdout.await(t, `as of 2026-05-13 \(-as-of\), without 1 draft and no future posts\n`)
	if status, _ := s.get("/blog/draft/"); status != http.StatusNotFound {
		t.Errorf("a draft answers with %d", status)
	}
	if status, _ := s.get("/blog/tomorrow/"); status != http.StatusOK {
		t.Errorf("a post of today answers with %d", status)
	}
}

// With faults from the start there is a page that says so, and then the site.
func TestServeBeginsWithFaults(t *testing.T) {
	t.Parallel()
	s := unstarted(t)
	about := s.read("pages/about.md")
	s.write("pages/about.md", about+"[dead](/nowhere/)\n")
	s.start()
	if status, text := s.get("/"); status != http.StatusServiceUnavailable || !strings.Contains(text, "pages/about.md:9: link to /nowhere/") {
		t.Errorf("%d: %s", status, text)
	}
	s.listen()
	s.write("pages/about.md", about)
	s.becomes("/about/", "We read", "!/nowhere/")
}

// What is not the fault of the words is tried again without an edit.
func TestServeTriesAgain(t *testing.T) {
	t.Parallel()
	s := startShow(t)
	s.listen()
	blocked := filepath.Join(s.out, "blog", "fresh", "index.html")
	if err := os.MkdirAll(blocked, 0o755); err != nil {
		t.Fatal(err)
	}
	s.write("posts/fresh.md", "---\ntitle: Fresh words\ndate: 2026-05-12\ndescription: New.\nauthors: [ada-stone]\n---\nHello.\n")
	s.becomes("/", "build-error", "index.html", "!Fresh words")
	s.stderr.await(t, `: trying again every second\n`)
	if err := os.RemoveAll(filepath.Join(s.out, "blog", "fresh")); err != nil {
		t.Fatal(err)
	}
	s.becomes("/blog/fresh/", "Hello.", "!build-error")
	s.sees("/", "Fresh words")
}

// A start from what an earlier one left makes nothing anew.
func TestServeAgain(t *testing.T) {
	t.Parallel()
	s := unstarted(t)
	stop := s.start("-base-url", "https://preview.example")
	stop()
	s.stdout = newScreen()
	s.start("-base-url", "https://preview.example")
	s.stdout.await(t, `^built in \d+ ms: nothing changed\n`)
	s.sees("/blog/feed.xml", "https://preview.example/blog/", "!127.0.0.1")
}
