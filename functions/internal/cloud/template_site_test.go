package cloud

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	words "greenroom/content"
	"greenroom/functions/internal/web"
	"greenroom/site/content"
)

// The rules here are about what stands between visitors and us.

func keptIsKept(t template) (faults []string) {
	for _, name := range append(t.ofType("AWS::DynamoDB::Table"), t.ofType("AWS::S3::Bucket")...) {
		for _, policy := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
			if got := str(t, "Resources", name, policy); got != "Retain" {
				faults = append(faults, fmt.Sprintf("%s: %s is %q, want Retain", name, policy, got))
			}
		}
	}
	for _, name := range t.ofType("AWS::DynamoDB::Table") {
		for _, steps := range [][]string{
			{"DeletionProtectionEnabled"}, {"SSESpecification", "SSEEnabled"},
			{"PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"},
		} {
			if at(t.properties(name), steps...) != true {
				faults = append(faults, fmt.Sprintf("%s: %s is off", name, path.Join(steps...)))
			}
		}
	}
	return faults
}

func useIsLimited(t template) (faults []string) {
	const most = 100 // functions at once, or requests a second
	between := func(what string, v any, high int) {
		if n, ok := v.(int); !ok || n < 1 || n > high {
			faults = append(faults, fmt.Sprintf("%s is %v, want 1 to %d", what, v, high))
		}
	}
	for function, name := range t.functions() {
		high, seconds, memory := most, 120, 1024
		if function == "publish" { // a deployment has it make every page of the site anew
			seconds, memory = 900, 3008
		}
		if function == "publish" || function == "clock" {
			high = 1 // two builds at once would undo each other's files; two strokes would do things by halves
		}
		between(name+" ReservedConcurrentExecutions", t.properties(name)["ReservedConcurrentExecutions"], high)
		between(name+" Timeout", t.setting(name, "Timeout"), seconds)
		if took, ok := t.setting(name, "Timeout").(int); !ok || looksAtPages(function) && (took < 25 || took >= 30) {
			faults = append(faults, fmt.Sprintf("%s has %d seconds, want as many as fit into the 30 of a gateway: it looks at pages", name, took))
		}
		between(name+" MemorySize", t.setting(name, "MemorySize"), memory)
	}
	for _, limit := range []string{"ThrottlingRateLimit", "ThrottlingBurstLimit"} {
		between("API "+limit, at(t.properties("Api"), "DefaultRouteSettings", limit), most)
		for _, route := range new(web.Server).Routes() {
			if strings.HasPrefix(route.Path, "/api/sign-in") { // codes can be guessed at
				key := "ANY " + gatewayPath(route.Path)
				between(key+" "+limit, at(t.properties("Api"), "RouteSettings", key, limit), 10)
			}
		}
	}
	return faults
}

// looksAtPages reports whether somebody waits for a function that looks at pages
// on the web.
func looksAtPages(function string) bool { return function == "submissions" || function == "desk" }

// distribution is the CDN's configuration, worked out.
func (t template) distribution() map[string]any {
	return dict(value(t.properties("Distribution")), "DistributionConfig")
}

// behaviours are all of the CDN's, the default last.
func (t template) behaviours() []any {
	last := maps.Clone(dict(t.distribution(), "DefaultCacheBehavior"))
	last["PathPattern"] = "*"
	return append(slices.Clone(list(t.distribution(), "CacheBehaviors")), last)
}

func apiIsBehindCDN(t template) (faults []string) {
	for _, o := range list(t.distribution(), "Origins") {
		header, proof := at(o, "OriginCustomHeaders", "0"), "{{resolve:ssm:"+parameters()["OriginSecretParameter"]+":1}}"
		if str(o, "Id") == "api" && (str(header, "HeaderName") != originHeader || str(header, "HeaderValue") != proof) {
			faults = append(faults, fmt.Sprintf("API is called with %v, want %s", header, originHeader))
		}
		if str(o, "Id") == "site" && str(o, "OriginAccessControlId") != "SiteAccess.Id" {
			faults = append(faults, "bucket is read without proof")
		}
	}
	for _, b := range t.behaviours() {
		if str(b, "TargetOriginId") != "api" {
			continue
		}
		const cachingDisabled, allViewerExceptHost = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "b689b0a8-53d0-40ab-baf2-68738e2966ac"
		if str(b, "CachePolicyId") != cachingDisabled || str(b, "OriginRequestPolicyId") != allViewerExceptHost {
			faults = append(faults, str(b, "PathPattern")+" is cached, or its requests are cut")
		}
		if !slices.Contains(texts(at(b, "AllowedMethods")), "POST") {
			faults = append(faults, str(b, "PathPattern")+" takes no POST")
		}
	}
	return faults
}

var pathVariable = strings.NewReplacer("{$}", "", "{", "x-", "}", "-x")

// addressesLead sends every route to the API, and every page to the bucket.
func addressesLead(t template) (faults []string) {
	serves := func(address, want string) {
		for _, b := range t.behaviours() {
			if !wild(str(b, "PathPattern"), address) && !wild(str(b, "PathPattern"), strings.TrimPrefix(address, "/")) {
				continue
			}
			if got := str(b, "TargetOriginId"); got != want {
				faults = append(faults, fmt.Sprintf("%s is served by %q, want %q", address, got, want))
			}
			return
		}
	}
	for _, route := range new(web.Server).Routes() {
		serves(pathVariable.Replace(route.Path), "api")
	}
	site, err := content.Load(context.Background(), words.FS, 0)
	if err != nil {
		return []string{err.Error()}
	}
	for _, p := range site.Pages {
		serves("/"+p.Slug+"/", "site")
	}
	for _, address := range []string{"/", "/404.html", "/blog/", "/blog/apis/comments.xml", "/programs/desk/", "/people/me/", "/assets/site.0a1b2c3d.css",
		"/media/menu.webp", "/members/", "/desktop/", "/work/", "/workshop/", "/briefs/", "/brief/", "/sign-in-help/", "/commentary/", "/careers/", "/apply-guide/", "/applications-2026/", "/robots.txt", "/sitemap.xml"} {
		serves(address, "site")
	}
	for _, e := range list(t.distribution(), "CustomErrorResponses") {
		if at(e, "ErrorCode") != 404 || at(e, "ResponseCode") != 404 || str(e, "ResponsePagePath") != "/404.html" {
			faults = append(faults, fmt.Sprintf("%v takes the words from a function's own page", e))
		}
	}
	return faults
}

func connectionsAreEncrypted(t template) (faults []string) {
	if got := str(t.distribution(), "ViewerCertificate", "MinimumProtocolVersion"); got < "TLSv1.2_2021" {
		faults = append(faults, "visitors may use "+got)
	}
	for _, o := range list(t.distribution(), "Origins") {
		if custom := dict(o, "CustomOriginConfig"); custom != nil && (str(custom, "OriginProtocolPolicy") != "https-only" ||
			!slices.Equal(texts(custom["OriginSSLProtocols"]), []string{"TLSv1.2"})) {
			faults = append(faults, fmt.Sprintf("origin %s may be called in the clear: %v", str(o, "Id"), custom))
		}
	}
	for _, b := range t.behaviours() {
		if p := str(b, "ViewerProtocolPolicy"); p != "https-only" && p != "redirect-to-https" {
			faults = append(faults, str(b, "PathPattern")+" is served in the clear: "+p)
		}
	}
	return faults
}

func headersAreSent(t template) (faults []string) {
	config := dict(t.properties("SiteHeaders"), "ResponseHeadersPolicyConfig")
	security := dict(config, "SecurityHeadersConfig")
	sent := map[string]string{
		"Content-Security-Policy": str(security, "ContentSecurityPolicy", "ContentSecurityPolicy"),
		"Referrer-Policy":         str(security, "ReferrerPolicy", "ReferrerPolicy"),
	}
	if security["ContentTypeOptions"] != nil {
		sent["X-Content-Type-Options"] = "nosniff"
	}
	for _, h := range list(config, "CustomHeadersConfig", "Items") {
		sent[str(h, "Header")] = str(h, "Value")
	}
	if want := web.Headers(); !maps.Equal(sent, want) {
		faults = append(faults, fmt.Sprintf("CDN sends %v, functions send %v", sent, want))
	}
	if at(security, "ReferrerPolicy", "Override") != false {
		faults = append(faults, "pages with a secret address cannot set their own Referrer-Policy")
	}
	if at(security, "ContentSecurityPolicy", "Override") != false {
		faults = append(faults, "the page whose form goes to the bucket cannot say so")
	}
	if age, ok := at(security, "StrictTransportSecurity", "AccessControlMaxAgeSec").(int); !ok || age < 365*24*60*60 {
		faults = append(faults, "Strict-Transport-Security is for less than a year")
	}
	for _, b := range t.behaviours() {
		if str(b, "ResponseHeadersPolicyId") != "SiteHeaders" {
			faults = append(faults, str(b, "PathPattern")+" is served without the headers")
		}
	}
	return faults
}

func secretsStayOut(t template) (faults []string) {
	for _, section := range []any{t["Globals"], t["Parameters"], t["Outputs"], t["Resources"]} {
		for name, part := range dict(section) {
			if name != "Distribution" && strings.Contains(fmt.Sprint(part), "{{resolve:") { // CloudFront's header has no other way
				faults = append(faults, name+" has the value of a secret")
			}
		}
	}
	return faults
}
