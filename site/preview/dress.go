package preview

import (
	"bytes"
	"context"
	"regexp"

	"greenroom/site/theme"
)

var bodyTag = regexp.MustCompile(`<body(\s[^>]*)?>`)

// dress puts into a page what reloads it and, on top, what is wrong.
func dress(ctx context.Context, e edition, page []byte) []byte {
	if at := bodyTag.FindIndex(page); at != nil && e.faults != "" {
		var banner bytes.Buffer
		if err := theme.BuildError(e.faults).Render(ctx, &banner); err == nil {
			page = insert(page, at[1], banner.Bytes())
		}
	}
	end := bytes.LastIndex(page, []byte("</body>"))
	if end < 0 {
		end = len(page)
	}
	// The edition stands in the page, for it may be another by the time that
	// the script connects.
	return insert(page, end, []byte(`<script src="`+scriptPath+`" data-edition="`+e.name+`" defer></script>`))
}

func insert(page []byte, at int, more []byte) []byte {
	return bytes.Join([][]byte{page[:at], more, page[at:]}, nil)
}

// noSite is the page that stands for a site that could never be built, and
// says why.
func noSite(ctx context.Context, e edition) []byte {
	var page bytes.Buffer
	if err := waiting(e.faults).Render(ctx, &page); err != nil {
		return []byte("<body></body>")
	}
	e.faults = "" // said
	return dress(ctx, e, page.Bytes())
}
