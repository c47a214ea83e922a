package theme

// indented is how many levels of a thread are set in; what is deeper stands in
// the last of them, in the order it is read.
const indented = 4

// answers are the replies to c as the given level shows them.
func answers(c Comment, level int) []Comment {
	if level < indented {
		return c.Replies
	}
	return flatten(nil, c.Replies)
}

func flatten(flat, comments []Comment) []Comment {
	for _, c := range comments {
		below := c.Replies
		c.Replies = nil
		flat = flatten(append(flat, c), below)
	}
	return flat
}

func commentCount(n int) string {
	if n == 0 {
		return "No comments yet"
	}
	return count(n, "comment", "comments")
}
