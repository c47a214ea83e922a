package standin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"greenroom/functions/internal/cloud/sam"
)

// ErrNoObject is the error of Edge.Read for a key that is not there.
var ErrNoObject = errors.New("there is no such object")

// Edge is CloudFront: it chooses a behaviour by the path, runs its function,
// asks its origin and adds the headers of its policy. It keeps nothing, so that
// nobody waits for what is kept to become old.
type Edge struct {
	Template sam.Template
	Read     func(ctx context.Context, key string) (Object, error) // of the site's bucket
	API      string                                                // address of the gateway
	Secret   string                                                // what CloudFront alone sends the gateway
	Script   *Script
}

// ServeHTTP implements http.Handler.
func (e Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	behaviour := e.behaviour(r.URL.Path)
	if !slices.Contains(sam.Texts(sam.At(behaviour, "AllowedMethods")), r.Method) {
		http.Error(w, "This distribution is not configured to allow the HTTP request method that was used for this request.", http.StatusForbidden)
		return
	}
	uri, done := e.scripted(w, r, behaviour)
	if done {
		return
	}
	if sam.Str(behaviour, "TargetOriginId") == "site" {
		e.site(w, r, uri)
		return
	}
	e.api(w, r)
}

// distribution is the configuration, worked out.
func (e Edge) distribution() map[string]any {
	return sam.Dict(sam.Value(e.Template.Properties("Distribution")), "DistributionConfig")
}

// behaviour is the first whose pattern matches, else the default. Steps like ..
// are taken before it is looked for
// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html).
func (e Edge) behaviour(path string) map[string]any {
	path = (&url.URL{Path: "/"}).ResolveReference(&url.URL{Path: path}).Path
	for _, b := range sam.List(e.distribution(), "CacheBehaviors") {
		pattern := sam.Str(b, "PathPattern")
		if sam.Wild(pattern, path) || sam.Wild(pattern, strings.TrimPrefix(path, "/")) {
			return sam.Dict(b)
		}
	}
	return sam.Dict(e.distribution(), "DefaultCacheBehavior")
}

// scripted runs the behaviour's function on the request. It is done if the
// function answered, or could not.
func (e Edge) scripted(w http.ResponseWriter, r *http.Request, behaviour map[string]any) (uri string, done bool) {
	uri = r.URL.EscapedPath()
	name, _, _ := strings.Cut(sam.Str(behaviour, "FunctionAssociations", "0", "FunctionARN"), ".")
	if name == "" {
		return uri, false
	}
	headers := map[string]any{"host": map[string]string{"value": r.Host}}
	for name, values := range r.Header {
		if name == "Cookie" { // cookies stand apart
			continue
		}
		headers[strings.ToLower(name)] = map[string]string{"value": strings.Join(values, ",")}
	}
	if r.ContentLength >= 0 && r.Body != http.NoBody {
		headers["content-length"] = map[string]string{"value": fmt.Sprint(r.ContentLength)}
	}
	result, err := e.Script.Run(sam.Str(e.Template.Properties(name), "FunctionCode"), map[string]any{
		"version": "1.0", "request": map[string]any{"method": r.Method, "uri": uri, "headers": headers, "querystring": map[string]any{}, "cookies": map[string]any{}},
	})
	if err != nil {
		http.Error(w, "The CloudFront function failed: "+err.Error(), http.StatusServiceUnavailable)
		return "", true
	}
	if status, ok := sam.At(result, "statusCode").(float64); ok {
		for name := range sam.Dict(result, "headers") {
			w.Header().Set(name, sam.Str(result, "headers", name, "value"))
		}
		e.secure(w.Header())
		w.WriteHeader(int(status))
		_, _ = io.WriteString(w, sam.Str(result, "body", "data")) // the client may have gone
		return "", true
	}
	return sam.Str(result, "uri"), false
}

// secure adds the headers of the policy. One that is not to override stays as
// the origin has it.
func (e Edge) secure(h http.Header) {
	policy := sam.Dict(e.Template.Properties("SiteHeaders"), "ResponseHeadersPolicyConfig")
	set := func(name, value string, of any) {
		if value != "" && (sam.At(of, "Override") == true || h.Get(name) == "") {
			h.Set(name, value)
		}
	}
	security := sam.Dict(policy, "SecurityHeadersConfig")
	csp, referrer, hsts := security["ContentSecurityPolicy"], security["ReferrerPolicy"], security["StrictTransportSecurity"]
	set("Content-Security-Policy", sam.Str(csp, "ContentSecurityPolicy"), csp)
	set("Referrer-Policy", sam.Str(referrer, "ReferrerPolicy"), referrer)
	set("X-Content-Type-Options", "nosniff", security["ContentTypeOptions"])
	if age, ok := sam.At(hsts, "AccessControlMaxAgeSec").(int); ok {
		value := fmt.Sprintf("max-age=%d", age)
		if sam.At(hsts, "IncludeSubdomains") == true {
			value += "; includeSubDomains"
		}
		if sam.At(hsts, "Preload") == true {
			value += "; preload"
		}
		set("Strict-Transport-Security", value, hsts)
	}
	for _, own := range sam.List(policy, "CustomHeadersConfig", "Items") {
		set(sam.Str(own, "Header"), sam.Str(own, "Value"), own)
	}
}
