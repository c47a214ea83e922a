package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite golden files")

func cards() map[string]Card {
	const site, host = "Greenroom", "greenroom.example"
	long := strings.Repeat("what happens when a sentence refuses to end ", 5)[:200]
	return map[string]Card{
		"post":          {site, "Blog", "Daylight is free", "What a reader looks for when photography counts 34 of 100, from somebody who used to carry the lamps.", "Marisol Tran · 12 May 2026"},
		"program":       {site, "Program · Food", "A week of cooking from the windowsill", "Grow basil, mint and chives on your counter for four weeks.", host},
		"two words":     {site, "Blog", "Edited twice", "", host},
		"200 letters":   {site, "Program", long, "A line below it.", host},
		"emoji":         {site, "Programm 🎬", "🌱 Grünzeug 🪴 am Fenster 🍅", "Ein Café 🎉", host},
		"one long word": {site, "Blog", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "", host},
		"right to left": {site, "שלום", "שלום עולם 2026, זה מבחן", "مرحبا بالعالم", host},
		"no letters":    {site, "", "漢字かな🎬", "🎉", ""},
		"nothing":       {},
	}
}

// The points of cards, icons and variants are the same on every processor and
// with every release of Go, so their sums are kept. PNG and JPEG files are not
// compared, because the standard library may pack them better some day.
func TestSumsOfPoints(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	sum := func(name string, data []byte) { got[name] = fmt.Sprintf("%x", sha256.Sum256(data)) }
	points := func(name string, file []byte) {
		m, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		sum(name, newRaster(m, false).nrgb.Pix)
	}
	for name, c := range cards() {
		data, err := c.PNG()
		if err != nil {
			t.Fatal(err)
		}
		points("card "+name, data)
	}
	icons, err := Icons()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range icons {
		points(name, data[bytes.Index(data, []byte(pngMagic)):])
	}
	for name, m := range map[string]*image.NRGBA{"photograph": scene(401, 301), "drawing": flat(401, 301)} {
		files, err := Encode(t.Context(), asPNG(t, m), []Variant{{401, 301, "webp"}, {200, 150, "webp"}, {200, 150, "png"}})
		if err != nil {
			t.Fatal(err)
		}
		sum(name+" 401.webp", files[0])
		sum(name+" 200.webp", files[1])
		points(name+" 200.png", files[2])
	}
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(got)) {
		fmt.Fprintf(&lines, "%s  %s\n", got[name], name)
	}
	golden := filepath.Join("testdata", "sums.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(lines.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), lines.String()); diff != "" {
		t.Errorf("look at the pictures before -update (-golden +now):\n%s", diff)
	}
}

func TestCardsAreSmallAndOfTheRightSize(t *testing.T) {
	t.Parallel()
	for name, c := range cards() {
		data, err := c.PNG()
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := m.(*image.Paletted); !ok || p.Rect != image.Rect(0, 0, 1200, 630) {
			t.Errorf("%s: %T %v", name, m, m.Bounds())
		}
		if len(data) > 25<<10 {
			t.Errorf("%s: %d bytes", name, len(data))
		}
	}
}

// Text stays in its column and off the floor.
func TestWordsStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	empty, err := Card{}.PNG()
	if err != nil {
		t.Fatal(err)
	}
	bare, err := png.Decode(bytes.NewReader(empty))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range cards() {
		data, err := c.PNG()
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for y := range CardHeight {
			for x := range CardWidth {
				words := x >= cardLeft-6 && x <= cardLeft+cardText+6 && y >= 60 && y < cardFloor-10
				foot := y > cardFloor+14
				if !words && !foot && m.At(x, y) != bare.At(x, y) {
					t.Fatalf("%s: there is something at %d,%d", name, x, y)
				}
			}
		}
	}
}

// wrap loses no letter, and no line is too long.
func TestWrap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, err := newPress()
		if err != nil {
			t.Fatal(err)
		}
		f := p.serif(rapid.IntRange(20, 130).Draw(t, "size"), 0)
		text := f.drawable(rapid.StringMatching(`([a-zäÖ-]{1,40} ){0,12}`).Draw(t, "text"))
		width := rapid.IntRange(150, 800).Draw(t, "width") * unit
		for name, lines := range map[string][]string{"wrap": onlyLines(f.wrap(text, width)), "balance": f.balance(text, width)} {
			if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
				t.Fatalf("%s: %q, want %q", name, got, want)
			}
			for _, line := range lines {
				if f.width(line) > width && utf8.RuneCountInString(line) > 1 {
					t.Fatalf("%s: %q is %d wide, not %d", name, line, f.width(line)/unit, width/unit)
				}
			}
			cut := f.cut(lines, 2, width)
			if len(cut) > 2 || len(lines) > 2 && !strings.HasSuffix(cut[1], "…") {
				t.Fatalf("%s: cut to %q", name, cut)
			}
			for _, line := range cut {
				if f.width(line) > width && utf8.RuneCountInString(line) > 1 {
					t.Fatalf("%s: cut to %q, which is %d wide, not %d", name, line, f.width(line)/unit, width/unit)
				}
			}
		}
	})
}

func onlyLines(lines []string, _ bool) []string { return lines }

func TestIcons(t *testing.T) {
	t.Parallel()
	icons, err := Icons()
	if err != nil {
		t.Fatal(err)
	}
	for name, size := range map[string]int{"favicon.ico": 32, "apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512} {
		data := icons[name]
		if name == "favicon.ico" {
			if n := binary.LittleEndian.Uint32(data[14:]); string(data[:6]) != "\x00\x00\x01\x00\x01\x00" || int(n) != len(data)-22 {
				t.Errorf("the directory of %s says %d bytes of %d", name, n, len(data))
			}
			data = data[22:]
		}
		m, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if m.Bounds() != image.Rect(0, 0, size, size) {
			t.Errorf("%s is %v", name, m.Bounds())
		}
		_, _, _, corner := m.At(0, 0).RGBA()
		if opaque := corner == 0xffff; opaque != (name == "apple-touch-icon.png") {
			t.Errorf("%s: the corner's alpha is %d", name, corner)
		}
		if light := color.NRGBAModel.Convert(m.At(size*19/32, size/2)); light != (color.NRGBA{0xf2, 0xa6, 0x5a, 255}) {
			t.Errorf("%s: the light is %v", name, light)
		}
	}
	if len(icons) != 4 {
		t.Errorf("%d icons", len(icons))
	}
}
