package feed

import "strings"

// attributes reads up to the end of a tag and returns where it is. Those of an
// end tag mean nothing and are only passed over.
func (r *rewriter) attributes(i int, matter bool) int {
	for {
		for i < len(r.html) && space(r.html[i]) {
			i++
		}
		if i >= len(r.html) {
			return i
		}
		if r.html[i] == '>' {
			return i + 1
		}
		i = r.attribute(i, matter)
	}
}

// attribute reads one, or the slash between two.
func (r *rewriter) attribute(i int, matter bool) int {
	start := i
	for i < len(r.html) && !r.endsKey(i, start) {
		i++
	}
	key := r.html[start:i]
	for i < len(r.html) && space(r.html[i]) {
		i++
	}
	if i >= len(r.html) || r.html[i] != '=' {
		if i < len(r.html) && r.html[i] == '/' {
			i++
		}
		return i
	}
	for i++; i < len(r.html) && space(r.html[i]); {
		i++
	}
	from, to, next := r.value(i)
	if matter && to > from {
		r.address(key, from, to)
	}
	return next
}

// endsKey says that the name of an attribute does not go on at i. An = at its
// beginning is part of it.
func (r *rewriter) endsKey(i, start int) bool {
	c := r.html[i]
	return space(c) || c == '/' || c == '>' || c == '=' && i > start
}

// value finds the value that begins at i, with or without quotes, and where
// the tag goes on. What is not closed is no tag, and has no value.
func (r *rewriter) value(i int) (from, to, next int) {
	if i >= len(r.html) {
		return i, i, i
	}
	if c := r.html[i]; c == '"' || c == '\'' {
		end := strings.IndexByte(r.html[i+1:], c)
		if end < 0 {
			return i, i, len(r.html)
		}
		return i + 1, i + 1 + end, i + 2 + end
	}
	end := i
	for end < len(r.html) && !space(r.html[end]) && r.html[end] != '>' {
		end++
	}
	return i, end, end
}

// address rewrites the value of an attribute that holds one.
func (r *rewriter) address(key string, from, to int) {
	switch len(key) {
	case len("src"), len("href"), len("poster"): // and srcset
	default:
		return
	}
	switch {
	case named(key, "href"), named(key, "src"), named(key, "poster"):
		r.prefix(skip(r.html[:to], from, false), to)
	case named(key, "srcset"):
		r.candidates(from, to)
	}
}

// named compares as HTML does; most writers use small letters.
func named(key, name string) bool { return key == name || strings.EqualFold(key, name) }

// prefix puts before the address at i what it lacks.
func (r *rewriter) prefix(i, to int) {
	c, size := character(r.html[i:to])
	switch c {
	case '#':
		r.insert(i, r.page)
	case '/':
		if next, _ := character(r.html[i+size : to]); next == '/' {
			r.insert(i, r.scheme)
		} else {
			r.insert(i, r.base)
		}
	}
}

// candidates reads a srcset: addresses up to a blank, each with descriptors up
// to a comma that is not in parentheses.
func (r *rewriter) candidates(i, to int) {
	value := r.html[:to]
	for i = skip(value, i, true); i < to; i = skip(value, i, true) {
		r.prefix(i, to)
		var last byte
		for i < to {
			c, size := character(value[i:])
			if space(c) {
				break
			}
			last, i = c, i+size
		}
		if last != ',' {
			i = descriptors(value, i)
		}
	}
}

func descriptors(value string, i int) int {
	inside := false
	for i < len(value) {
		c, size := character(value[i:])
		i += size
		switch {
		case c == '(':
			inside = true
		case c == ')':
			inside = false
		case c == ',' && !inside:
			return i
		}
	}
	return i
}

// skip passes over blanks, and commas.
func skip(value string, i int, commas bool) int {
	for i < len(value) {
		c, size := character(value[i:])
		if !space(c) && !(commas && c == ',') {
			break
		}
		i += size
	}
	return i
}
