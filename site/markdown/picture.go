package markdown

import (
	"bytes"
	"slices"
	"strconv"
)

// pictureSizes is how wide the theme shows a picture: as a line of text.
const pictureSizes = "(min-width: 46rem) 42rem, 100vw"

// isFigure reports whether the text is a picture with a title and nothing else.
func (d *document) isFigure() bool {
	if len(d.tokens) == 0 || d.tokens[0].kind != pictureStart {
		return false
	}
	start := &d.tokens[0]
	return int(start.pair) == len(d.tokens)-1 && len(d.targets[start.at].title) > 0
}

// writeFigure writes a picture with its title as its caption.
func (d *document) writeFigure() {
	at := len(d.out)
	target := &d.targets[d.tokens[0].at]
	title := target.title
	target.title = nil // not a second time
	d.write("<figure>")
	if !d.writePicture(0) {
		d.out = d.out[:at]
		return
	}
	d.write("<figcaption>")
	d.inWord = false
	d.writeWords(title)
	d.write("</figcaption></figure>\n")
}

// writePicture writes the picture that starts at token i, or reports what is
// wrong with it.
func (d *document) writePicture(i int) bool {
	start := &d.tokens[i]
	t := d.targets[start.at]
	line := d.lineAt(int(start.start))
	src := string(t.address)
	alt := bytes.Clone(d.plain(i+1, int(start.pair)))
	first := len(d.pictures) == 0
	p, ok := d.checkPicture(src, alt, line)
	if !ok {
		return false
	}
	if len(p.Sources) > 0 {
		d.write("<picture>")
		for _, s := range p.Sources {
			d.write("<source")
			d.writePair("type", s.Type)
			d.writePair("srcset", s.Srcset)
			d.writePair("sizes", pictureSizes)
			d.write(">")
		}
		defer d.write("</picture>")
	}
	d.writeImage(p, alt, t.title, first)
	return true
}

// writeImage writes the element itself. The first picture of a body is loaded
// at once, the others when they come near.
func (d *document) writeImage(p Picture, alt, title []byte, first bool) {
	d.write("<img")
	d.writePair("src", p.Src)
	if p.Srcset != "" {
		d.writePair("srcset", p.Srcset)
		d.writePair("sizes", pictureSizes)
	}
	d.writePair("alt", string(alt))
	if len(title) > 0 {
		d.writePair("title", string(title))
	}
	if p.Width > 0 && p.Height > 0 {
		d.writePair("width", strconv.Itoa(p.Width))
		d.writePair("height", strconv.Itoa(p.Height))
	}
	if first {
		d.write(` decoding="async" fetchpriority="high">`)
	} else {
		d.write(` decoding="async" loading="lazy">`)
	}
}

func (d *document) writePair(name, value string) {
	d.write(" ", name, `="`)
	d.writeAttribute([]byte(value))
	d.write(`"`)
}

func (d *document) checkPicture(src string, alt []byte, line int) (p Picture, ok bool) {
	switch {
	case d.options.Picture == nil:
		d.fault(line, "pictures are not shown here", "describe it in words, or link to a file in media/")
	case !d.rules.picture(src):
		d.fault(line, "picture "+strconv.Quote(shortened(src))+" is not of this site: pictures come from media/", "put it into media/ and write /media/ and its name")
	case len(alt) == 0:
		d.fault(line, "picture "+shortened(src)+" has no words for who cannot see it", "write what it shows between ![ and ]")
	case len(d.pictures) >= maxPictures:
		d.faultOnce(line, "there are over 1,000 pictures", "split the text")
	default:
		if !slices.Contains(d.pictures, src) {
			d.pictures = append(d.pictures, src)
		}
		p, err := d.options.Picture(src)
		if err == nil {
			return p, true
		}
		d.fault(line, "picture "+shortened(src)+": "+err.Error(), "put a picture of that name into media/, or correct the name")
	}
	return Picture{}, false
}
