package schema

// Author is a person as far as a byline knows her.
type Author struct {
	Name string
	URL  string // her page on this site; "" for a reader
	Org  string // Base of the Org she belongs to; "" for none
}

func (a Author) append(b []byte) []byte {
	if a.Name == "" {
		return b
	}
	return append(a.open(b), '}')
}

func (a Author) open(b []byte) []byte {
	b = identity(typed(b, "Person"), a.URL, personID)
	b = text(b, "name", a.Name)
	b = text(b, "url", a.URL)
	return reference(b, "memberOf", a.Org, orgID)
}

// Person is somebody with a page of her own: staff, or a guest who wrote.
type Person struct {
	Author
	JobTitle, Description string
	Image                 Image
	SameAs                []string // her pages elsewhere
}

// Append appends a Person.
func (p Person) Append(b []byte) []byte {
	b = p.open(b)
	b = text(b, "jobTitle", p.JobTitle)
	b = text(b, "description", p.Description)
	b = image(b, "image", p.Image)
	return append(texts(b, "sameAs", p.SameAs), '}')
}

// Profile is the page of a Person with the same URL.
type Profile struct{ Page }

// Append appends a ProfilePage.
func (p Profile) Append(b []byte) []byte {
	b = p.open(b, "ProfilePage")
	return append(reference(b, "mainEntity", p.URL, personID), '}')
}
