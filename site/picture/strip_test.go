package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"strings"
	"testing"

	"golang.org/x/image/webp"
)

// What a camera or a program writes into a file goes; points stay, to the last
// bit.
func TestStripTakesOutWhatIsNobodysBusiness(t *testing.T) {
	t.Parallel()
	place := string(exif(1, binary.LittleEndian))
	jpg := asJPEG(t, scene(64, 48))
	secretJPEG := withSegment(jpg, 0xe1, "Exif\x00\x00"+place)
	for marker, body := range map[byte]string{
		0xe1: "http://ns.adobe.com/xap/1.0/\x00<x>SECRET</x>", 0xed: "Photoshop 3.0\x008BIMSECRET",
		0xfe: "SECRET comment", 0xe2: "MPF\x00SECRET", 0xe0: "JFXX\x00SECRET", 0xef: "SECRET",
	} {
		secretJPEG = withSegment(secretJPEG, marker, body)
	}
	secretJPEG = withSegment(secretJPEG, 0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x02\x01SECRET")
	drawing := asPNG(t, flat(64, 48))
	secretPNG := drawing
	for name, body := range map[string]string{
		"eXIf": place, "tEXt": "Comment\x00SECRET", "zTXt": "SECRET\x00\x00", "iTXt": "XML:com.adobe.xmp\x00SECRET",
		"tIME": "SECRET!", "prVt": "SECRET",
	} {
		secretPNG = withPNGChunk(secretPNG, name, body)
	}
	moving := asGIF(t, 3)
	blocks := 13 + colourTable(moving[10])
	secretGIF := append([]byte{}, moving[:blocks]...)
	secretGIF = append(secretGIF, "\x21\xfe\x06SECRET\x00\x21\xff\x0bXMP DataXMP\x06SECRET\x00\x21\x01\x01x\x06SECRET\x00"...)
	secretGIF = append(secretGIF, moving[blocks:]...)
	lossy := asWebP(t, scene(64, 48), true)
	secretWebP := extended(lossy, 64, 48, 12, "EXIF", place, "XMP ", "<x>SECRET</x>", "MINE", "SECRET")
	for name, c := range map[string]struct{ data, clean []byte }{
		"jpeg": {append(secretJPEG, "SECRET trailer"...), jpg},
		"png":  {append(secretPNG, "SECRET trailer"...), drawing},
		"gif":  {append(secretGIF, "SECRET trailer"...), moving},
		"webp": {append(secretWebP, "SECRET trailer"...), extended(lossy, 64, 48, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !bytes.Contains(c.data, []byte("SECRET")) {
				t.Fatal("the fixture has no secret")
			}
			got, err := Strip(c.data)
			if err != nil {
				t.Fatal(err)
			}
			if i := bytes.Index(got, []byte("SECRET")); i >= 0 {
				t.Errorf("at byte %d: %q", i, got[i:])
			}
			if name == "jpeg" { // it gained a JFIF header
				c.clean = withSegment(c.clean, 0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
			}
			if !bytes.Equal(got, c.clean) {
				t.Errorf("%d bytes that are not the %d of the clean file", len(got), len(c.clean))
			}
			again, err := Strip(got)
			if err != nil || !bytes.Equal(again, got) {
				t.Errorf("stripping twice changes it: %v", err)
			}
		})
	}
}

func TestStripKeepsTheLoopOfAGIF(t *testing.T) {
	t.Parallel()
	got, err := Strip(asGIF(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	g, err := gif.DecodeAll(bytes.NewReader(got))
	if err != nil || len(g.Image) != 3 || g.LoopCount != 0 {
		t.Errorf("%d frames, loop %d, %v", len(g.Image), g.LoopCount, err)
	}
}

// A picture on its side is turned, whatever the camera's words for it.
func TestStripStandsPicturesUp(t *testing.T) {
	t.Parallel()
	m := scene(96, 64)
	for orientation := 2; orientation <= 8; orientation++ {
		upright := turn(m, orientation)
		place := string(exif(orientation, binary.BigEndian))
		for name, data := range map[string][]byte{
			"jpeg":          withSegment(asJPEG(t, m), 0xe1, "Exif\x00\x00"+place),
			"png":           withPNGChunk(asPNG(t, m), "eXIf", place),
			"webp":          extended(asWebP(t, m, true), 96, 64, 8, "EXIF", place),
			"lossless webp": extended(asWebP(t, m, false), 96, 64, 8, "EXIF", place),
		} {
			got, err := Strip(data)
			if err != nil {
				t.Fatalf("%s %d: %v", name, orientation, err)
			}
			if bytes.Contains(got, []byte("SECRET")) {
				t.Errorf("%s %d: the place is still there", name, orientation)
			}
			decoded := decoded(t, got)
			if decoded.Bounds() != upright.Rect {
				t.Fatalf("%s %d: %v, want %v", name, orientation, decoded.Bounds(), upright.Rect)
			}
			if d := distance(decoded, upright); d > 8 {
				t.Errorf("%s %d: points are off by %d on average", name, orientation, d)
			}
		}
	}
}

// decoded reads a picture the way browsers do, as colours.
func decoded(t testing.TB, data []byte) *image.NRGBA {
	t.Helper()
	h, err := readHeader(data)
	if err != nil {
		t.Fatal(err)
	}
	r, err := decode(t.Context(), data, &h)
	if err != nil {
		t.Fatal(err)
	}
	return turn(r.colours(h.stored[0], h.stored[1]), h.Orientation)
}

// distance is the mean difference of two pictures of one size.
func distance(a, b *image.NRGBA) int {
	sum := 0
	for i := range a.Pix {
		sum += max(int(a.Pix[i])-int(b.Pix[i]), int(b.Pix[i])-int(a.Pix[i]))
	}
	return sum / len(a.Pix)
}

// The profile of a picture stays with it and with its variants; sRGB, which
// browsers assume anyway, and what is for print does not weigh on variants.
func TestProfiles(t *testing.T) {
	t.Parallel()
	icc := func(name, space string, size int) string {
		p := make([]byte, size)
		copy(p[16:], space)
		copy(p[36:], "acsp")
		copy(p[128:], name)
		return string(p)
	}
	for name, c := range map[string]struct {
		icc                 string
		inOriginal, inSmall bool
	}{
		"a wide one":    {icc("Display P3", "RGB ", 548), true, true},
		"the usual one": {icc("sRGB IEC61966-2.1", "RGB ", 3144), true, false},
		"for print":     {icc("Coated", "CMYK", 548), true, false},
		"too large":     {icc("Display P3", "RGB ", 65000), false, false},
		"no profile":    {"nonsense", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := scene(40, 30)
			png := tagPNG(asPNG(t, m), []byte(c.icc))
			jpg := withSegment(asJPEG(t, m), 0xe2, "ICC_PROFILE\x00\x01\x01"+c.icc)
			webp := extended(asWebP(t, m, true), 40, 30, webpProfile, "ICCP", c.icc)
			for format, data := range map[string][]byte{"jpeg": jpg, "png": png, "webp": webp} {
				stripped, err := Strip(data)
				if err != nil {
					t.Fatal(err)
				}
				if got := hasProfile(stripped, c.icc); got != c.inOriginal && !(format == "png" && name == "too large") {
					t.Errorf("%s: in the original: %v", format, got)
				}
				files, err := Encode(t.Context(), data, []Variant{{20, 15, "webp"}, {20, 15, "jpeg"}, {20, 15, "png"}})
				if err != nil {
					t.Fatal(err)
				}
				for i, file := range files {
					if got := hasProfile(file, c.icc); got != c.inSmall {
						t.Errorf("%s, variant %d: %v", format, i, got)
					}
					decoded(t, file)
				}
			}
		})
	}
}

func hasProfile(file []byte, icc string) bool {
	if bytes.HasPrefix(file, []byte(pngMagic)) {
		found := false
		pngChunks(file, func(name string, body, _ []byte) error {
			found = found || name == "iCCP" && string(inflateProfile(body)) == icc
			return nil
		})
		return found
	}
	return strings.Contains(string(file), icc)
}

// Files that lie about themselves end in words, not in a panic or a broken file.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	png := asPNG(t, flat(30, 20))
	png[45] ^= 1
	jpg := asJPEG(t, scene(300, 200))
	scans := append([]byte{}, jpg[:len(jpg)-2]...)
	for range maxScans {
		scans = append(scans, 0xff, 0xda, 0, 2)
	}
	liar := extended(asWebP(t, scene(64, 48), true), 64, 48, 0)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a png with a flipped bit":  {png, "is damaged: the sum over its"},
		"a jpeg of a hundred scans": {append(scans, 0xff, 0xd9), "is a JPEG of more than 50 scans"},
		"half a jpeg":               {jpg[:len(jpg)/2], "is cut short"},
		"half a webp":               {liar[:len(liar)/2], "is cut short"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := Strip(c.data); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if _, err := Encode(t.Context(), c.data, []Variant{{10, 10, "webp"}}); err == nil || !strings.HasPrefix(err.Error(), "is ") {
				t.Errorf("encoded: %v", err)
			}
		})
	}
	if _, err := webp.Decode(bytes.NewReader(liar)); err != nil {
		t.Error(err)
	}
}

// A scan ends at the first marker that is no restart; zeros are stuffed behind
// 0xff, and any number of 0xff may stand before a marker.
func TestScanLength(t *testing.T) {
	t.Parallel()
	for scan, want := range map[string]int{
		"":                            0,
		"abc":                         3,
		"abc\xff\xd9":                 3,
		"a\xff\x00bc\xff\xda":         5,
		"a\xff\xd0b\xff\xd7c\xff\xc4": 7,
		"a\xff\xff\xff\xd9":           3,
		"a\xff":                       2,
		"a\xff\xff\xff\xd1bc\xff\xfe": 7,
	} {
		if got := scanLength([]byte(scan)); got != want {
			t.Errorf("%q: %d, want %d", scan, got, want)
		}
	}
}

// The letters of a picture that lies in its file as EXIF says, and as shown.
func TestTurn(t *testing.T) {
	t.Parallel()
	stored := map[int]string{
		1: "ABC|DEF", 2: "CBA|FED", 3: "FED|CBA", 4: "DEF|ABC",
		5: "AD|BE|CF", 6: "CF|BE|AD", 7: "FC|EB|DA", 8: "DA|EB|FC",
	}
	for orientation, rows := range stored {
		points := strings.ReplaceAll(rows, "|", "")
		w := strings.IndexByte(rows, '|')
		got := make([]byte, 6)
		turnPlane(got, 3, []byte(points), w, w, 6/w, 1, orientation)
		if string(got) != "ABCDEF" {
			t.Errorf("orientation %d shows %q", orientation, got)
		}
	}
}
