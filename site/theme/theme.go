package theme

import (
	"embed"
	"io/fs"
)

//go:embed assets
var embedded embed.FS

// AssetFiles are the styles, scripts and icons as they were when the program
// was compiled: css/site.css, js/site.js, js/search.js for the search page
// alone, icons/favicon.svg. Icons belong at the root of the site, because
// [Layout] asks for /favicon.svg there.
func AssetFiles() fs.FS {
	files, err := fs.Sub(embedded, "assets")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return files
}
