package main

const buildUsage = `Usage: site build [flags]

Build turns content/ and approved records into the static site. Everything
wrong with them is reported at once, as file:line, and then nothing is written.
What an earlier build wrote is taken for granted: if somebody else changed it,
delete the folder and build again.

Flags:
  -content DIR        words to build from (default "content")
  -records PATH       approved comments, one JSON record a line: a file, or a
                      folder with a file for each post and, in programs.json,
                      what was recorded about programs
  -out DIR            folder to write to (default "public")
  -base-url URL       what addresses begin with (default: base_url in site.yaml)
  -as-of YYYY-MM-DD   day to build for (default: as_of in site.yaml, or today)
  -cache DIR          what was read and rendered, for the next build
                      (default ".greenroom/cache"; "" keeps nothing)
  -workers N          how much is done at once (default: one for each core)
`

const newUsage = `Usage: site new post|program|person|page "Title" [flags]

New writes a file with the right front matter and a first line to write over.
A post begins as a draft; the others are public with the next build. A file
that is there already is never replaced.

Flags:
  -content DIR        words to add to (default "content")
  -author SLUG        who writes a post, or answers for a program: a file in
                      people/ (default: the first there who is staff)
  -slug SLUG          last part of the address (default: made of the title)
`

const serveUsage = `Usage: site serve [flags]

Serve shows the site on this computer while it is being written: it builds
again whenever a file of content/ or a record changes, and the page in the
browser follows. Drafts and posts of days to come are shown and marked. What is
wrong with the words is shown on every page, and the last good site stays.
Ctrl-C ends it.

Flags:
  -addr HOST:PORT     where to listen (default "127.0.0.1:1313"; port 0 takes a
                      free one)
  -published          show the site as visitors will see it, without drafts and
                      posts of days to come
  -content DIR        words to build from (default "content")
  -records PATH       approved comments, one JSON record a line: a file, or a
                      folder with a file for each post and, in programs.json,
                      what was recorded about programs
  -out DIR            folder of its own to build into, for it holds drafts
                      (default ".greenroom/preview")
  -base-url URL       what addresses begin with (default: where it listens)
  -as-of YYYY-MM-DD   day to build for (default: as_of in site.yaml, or today)
  -cache DIR          what was read and rendered, for the next time
                      (default ".greenroom/preview-cache"; "" keeps nothing)
  -workers N          how much is done at once (default: one for each core)
`

const checkUsage = `Usage: site check [flags]

Check looks through a built site as a visitor would: every link, #id, picture,
heading, title, feed and address. Each finding names the file and line of the
words it comes from, where there is one, and what to do. It exits with 1 if it
found anything.

Flags:
  -out DIR            built site to look through (default "public")
  -content DIR        words it was built from (default "content")
  -base-url URL       what its addresses begin with (default: base_url in
                      site.yaml)
`

const importUsage = `Usage: site import wxr FILE [flags]

Import takes over a WordPress export (Tools → Export → All content): posts,
pages, authors, tags, and approved comments with their threads. It lists the
pictures to fetch by hand and everything that could not be carried. What was
edited since an earlier import, or was there before, is not touched; the same
export imported twice changes nothing.

Flags:
  -content DIR        words to add to (default "content")
  -records DIR        folder for comments, a file for each post (default
                      "records")
  -author SLUG        who stands for an author that the export does not name
                      (default: the first in people/ who is staff)
  -base-url URL       address of the old site (default: what the export says)
`
