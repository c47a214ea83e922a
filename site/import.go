package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"greenroom/site/content"
	"greenroom/site/wxr"
)

// importing is what the flags of import say.
type importing struct {
	file, content, records string
	options                wxr.Options
}

// takeOver is the command "import".
func (c command) takeOver(ctx context.Context, args []string) int {
	var im importing
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	flags.StringVar(&im.content, "content", "content", "")
	flags.StringVar(&im.records, "records", "records", "")
	flags.StringVar(&im.options.Author, "author", "", "")
	flags.StringVar(&im.options.BaseURL, "base-url", "", "")
	words, code, proceed := c.parse(flags, args, importUsage)
	switch {
	case !proceed:
		return code
	case len(words) == 0:
		return c.misused("name what to import: wxr, and the file", importUsage)
	case words[0] != "wxr":
		return c.misused(fmt.Sprintf("unknown kind of export %q", words[0])+didYouMean("", words[0], []string{"wxr"})+": wxr is what WordPress writes", importUsage)
	case len(words) == 1:
		return c.misused("name the file that WordPress exported", importUsage)
	case len(words) > 2:
		return c.misused(fmt.Sprintf("unexpected argument %q", words[2]), importUsage)
	}
	if err := checkBaseURL(im.options.BaseURL); err != nil {
		return c.misused(err.Error(), importUsage)
	}
	im.file = words[1]
	return c.importAll(ctx, im)
}

func (c command) importAll(ctx context.Context, im importing) int {
	var result *wxr.Result
	err := im.complete(ctx)
	if err == nil {
		result, err = c.readExport(ctx, im)
	}
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(c.stderr, "site: interrupted: nothing was written")
		return exitFault
	case err != nil:
		return c.failed(err)
	}
	written, unchanged, conflicts, err := im.apply(result)
	c.tellImport(im, result, conflicts)
	if err != nil {
		return c.failed(fmt.Errorf("%w: %s written before: import again to finish", err, plural(written, "file")))
	}
	if written == 0 {
		fmt.Fprintf(c.stdout, "nothing changed: %s as before", plural(unchanged, "file"))
	} else {
		fmt.Fprintf(c.stdout, "%s written, %d unchanged", plural(written, "file"), unchanged)
	}
	fmt.Fprintf(c.stdout, ", %s, %s to fetch, %s not carried\n", plural(len(conflicts), "conflict"), plural(len(result.Media), "file"), plural(len(result.Left), "thing"))
	if written > 0 {
		records := ""
		if len(result.Records) > 0 {
			records = " -records " + im.records
		}
		fmt.Fprintf(c.stdout, "Look it over with: go run ./site serve%s%s\n", flagUnless("content", im.content, "content"), records)
	}
	return exitDone
}

// complete fills in what the site knows.
func (im *importing) complete(ctx context.Context) error {
	root, err := openContent(im.content)
	if err != nil {
		return err
	}
	defer root.Close()
	config, err := content.LoadConfig(root.FS())
	if err != nil {
		return fmt.Errorf("reading the site to import into: %w", err)
	}
	im.options.Zone, im.options.Agency, im.options.Never = config.TimeZone, domain(config.Agency.Email), config.Agency.ModerationEmail
	site, err := content.Load(ctx, root.FS(), runtime.GOMAXPROCS(0))
	if _, faulty := errors.AsType[content.Problems](err); err != nil && !faulty {
		return err
	}
	return im.findAuthor(site.People)
}

// findAuthor settles who stands for authors without a name.
func (im *importing) findAuthor(people []content.Person) error {
	var slugs []string
	for _, p := range people {
		if im.options.Author == "" && p.Staff || im.options.Author == p.Slug {
			im.options.Author = p.Slug
			return nil
		}
		slugs = append(slugs, p.Slug)
	}
	if author := im.options.Author; author != "" {
		return fmt.Errorf("unknown person %q in -author%s: people are files in people/", author, didYouMean("", author, slugs))
	}
	return nil
}

// readExport reads the file, and shows on a terminal how far it is.
func (c command) readExport(ctx context.Context, im importing) (*wxr.Result, error) {
	f, err := os.Open(im.file)
	if err != nil {
		return nil, fmt.Errorf("reading the export: %w", err)
	}
	defer f.Close()
	progress := bar{command: c, label: fmt.Sprintf("importing %s into %s and %s", im.file, im.content, im.records)}
	progress.begin()
	defer progress.end()
	r := &metered{r: f, ctx: ctx, step: progress.step}
	if info, err := f.Stat(); err == nil {
		r.size = info.Size()
	}
	result, err := wxr.Read(r, im.options)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", im.file, err)
	}
	return result, nil
}

// apply writes what there is to write.
func (im *importing) apply(result *wxr.Result) (written, unchanged int, conflicts []string, err error) {
	words, err := os.OpenRoot(im.content)
	if err != nil {
		return 0, 0, nil, err
	}
	defer words.Close()
	if len(result.Records) == 0 { // nothing to make a folder for
		return wxr.Apply(result, words, nil)
	}
	if err := os.MkdirAll(im.records, 0o755); err != nil {
		return 0, 0, nil, err
	}
	records, err := os.OpenRoot(im.records)
	if err != nil {
		return 0, 0, nil, err
	}
	defer records.Close()
	return wxr.Apply(result, words, records)
}

// tellImport lists what somebody has to look at.
func (c command) tellImport(im importing, result *wxr.Result, conflicts []string) {
	for _, conflict := range conflicts {
		fmt.Fprintf(c.stdout, "left alone: %s\n", conflict)
	}
	for _, address := range result.Media {
		fmt.Fprintf(c.stdout, "fetch by hand into %s: %s\n", filepath.Join(im.content, "media"), address)
	}
	for _, note := range result.Left {
		fmt.Fprintf(c.stdout, "not carried: %s\n", note)
	}
}

// metered tells how much of a file was read, in hundredths, and ends with ctx.
type metered struct {
	r          io.Reader
	ctx        context.Context
	step       func(stage string, done, of int)
	size, read int64
	told       int64
}

func (m *metered) Read(b []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(b)
	m.read += int64(n)
	if m.size > 0 {
		for ; m.told < min(m.read*100/m.size, 100); m.told++ {
			m.step("reading", int(m.told+1), 100)
		}
	}
	return n, err
}
