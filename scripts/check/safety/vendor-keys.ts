/**
 * Keys with a shape of their own, by vendor: those that secretlint's recommended rules miss, and a few whose shape
 * here is wider. Shapes as the vendors document them or their keys show them.
 */
export const vendorKeys: { kind: string; pattern: RegExp }[] = [
  {
    // In a sentence: letters, digits and a sign together are no word of it.
    kind: 'password',
    pattern:
      /(?<=\bpass(?:word|code|phrase) {0,2}(?:is|was|:|=){0,2}:? {0,2}["'`]?)(?=[^\s"'`]{0,40}\d)(?=[^\s"'`]{0,40}[A-Za-z])(?=[^\s"'`]{0,40}[!#$%&*+=?@^~])[^\s"'`]{8,64}/gi,
  },
  {
    kind: 'AWS access key',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{0,9}EXAMPLE\b)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  },
  {
    kind: 'OpenAI key',
    pattern: /(?<![A-Za-z0-9])sk-(?:proj-|svcacct-|admin-|None-)?[A-Za-z0-9_-]{32,200}/g,
  },
  { kind: 'Anthropic key', pattern: /(?<![A-Za-z0-9])sk-ant-[a-z0-9]{3,12}-[A-Za-z0-9_-]{20,200}/g },
  { kind: 'OpenRouter key', pattern: /(?<![A-Za-z0-9])sk-or-(?:v\d-)?[A-Za-z0-9]{32,128}/g },
  { kind: 'Google key', pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g },
  {
    kind: 'Google OAuth secret',
    pattern: /(?<![A-Za-z0-9])(?:GOCSPX-[A-Za-z0-9_-]{20,40}|ya29\.[A-Za-z0-9_-]{20,512})/g,
  },
  {
    kind: 'Hugging Face token',
    pattern: /(?<![A-Za-z0-9])(?:hf|api_org)_[A-Za-z0-9]{30,64}(?![A-Za-z0-9])/g,
  },
  {
    kind: 'GitHub token',
    pattern: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{36,255})/g,
  },
  {
    kind: 'GitLab token',
    pattern: /(?<![A-Za-z0-9])gl(?:pat|dt|ptt|rt|cbt|ft|soat|agent|oas)-[A-Za-z0-9_-]{20,128}/g,
  },
  { kind: 'Slack token', pattern: /(?<![A-Za-z0-9])xox[abcdeoprs]-[A-Za-z0-9-]{10,250}/g },
  { kind: 'Slack webhook', pattern: /hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9_/-]{20,128}/g },
  {
    kind: 'Discord webhook',
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{15,22}\/[A-Za-z0-9_-]{40,100}/g,
  },
  {
    kind: 'Discord bot token',
    pattern:
      /(?<![A-Za-z0-9])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9])/g,
  },
  {
    kind: 'Telegram bot token',
    pattern: /(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{32,34}(?![A-Za-z0-9_-])/g,
  },
  { kind: 'Stripe key', pattern: /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,128}/g },
  {
    kind: 'Square token',
    pattern: /(?<![A-Za-z0-9])(?:sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,64}|EAAA[A-Za-z0-9_-]{60})/g,
  },
  { kind: 'PayPal token', pattern: /access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}/g },
  { kind: 'Twilio key', pattern: /(?<![A-Za-z0-9])(?:SK|AC)[a-f0-9]{32}(?![A-Za-z0-9])/g },
  {
    kind: 'SendGrid key',
    pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}(?![A-Za-z0-9_-])/g,
  },
  { kind: 'Mailgun key', pattern: /(?<![A-Za-z0-9])key-[a-f0-9]{32}(?![A-Za-z0-9])/g },
  { kind: 'Mailchimp key', pattern: /(?<![A-Za-z0-9])[a-f0-9]{32}-us\d{1,2}(?![A-Za-z0-9])/g },
  { kind: 'Brevo key', pattern: /(?<![A-Za-z0-9])xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}/g },
  { kind: 'npm token', pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,64}(?![A-Za-z0-9])/g },
  { kind: 'PyPI token', pattern: /(?<![A-Za-z0-9])pypi-[A-Za-z0-9_-]{50,512}/g },
  { kind: 'RubyGems key', pattern: /(?<![A-Za-z0-9])rubygems_[a-f0-9]{48}(?![A-Za-z0-9])/g },
  { kind: 'Docker token', pattern: /(?<![A-Za-z0-9])dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,64}/g },
  { kind: 'DigitalOcean token', pattern: /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{64}/g },
  { kind: 'Databricks token', pattern: /(?<![A-Za-z0-9])dapi[a-f0-9]{32}(?:-\d)?(?![A-Za-z0-9])/g },
  { kind: 'Groq key', pattern: /(?<![A-Za-z0-9])gsk_[A-Za-z0-9]{40,64}(?![A-Za-z0-9])/g },
  { kind: 'xAI key', pattern: /(?<![A-Za-z0-9])xai-[A-Za-z0-9]{60,100}(?![A-Za-z0-9])/g },
  { kind: 'Perplexity key', pattern: /(?<![A-Za-z0-9])pplx-[A-Za-z0-9]{40,64}(?![A-Za-z0-9])/g },
  { kind: 'Replicate token', pattern: /(?<![A-Za-z0-9])r8_[A-Za-z0-9]{37,40}(?![A-Za-z0-9])/g },
  { kind: 'NVIDIA key', pattern: /(?<![A-Za-z0-9])nvapi-[A-Za-z0-9_-]{40,128}/g },
  { kind: 'Fireworks key', pattern: /(?<![A-Za-z0-9])fw_[A-Za-z0-9]{20,48}(?![A-Za-z0-9])/g },
  { kind: 'LangSmith key', pattern: /(?<![A-Za-z0-9])lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}/g },
  { kind: 'Pinecone key', pattern: /(?<![A-Za-z0-9])pcsk_[A-Za-z0-9_]{40,128}/g },
  { kind: 'Shopify token', pattern: /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/g },
  { kind: 'Atlassian token', pattern: /(?<![A-Za-z0-9])ATATT3x[A-Za-z0-9_=-]{50,300}/g },
  { kind: 'Linear key', pattern: /(?<![A-Za-z0-9])lin_(?:api|oauth)_[A-Za-z0-9]{32,64}/g },
  { kind: 'Notion token', pattern: /(?<![A-Za-z0-9])(?:ntn|secret)_[A-Za-z0-9]{40,64}(?![A-Za-z0-9])/g },
  { kind: 'Airtable token', pattern: /(?<![A-Za-z0-9])pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/g },
  { kind: 'Postman key', pattern: /(?<![A-Za-z0-9])PMAK-[a-f0-9]{24}-[a-f0-9]{34}/g },
  { kind: 'New Relic key', pattern: /(?<![A-Za-z0-9])NRAK-[A-Z0-9]{27}(?![A-Za-z0-9])/g },
  { kind: 'Grafana token', pattern: /(?<![A-Za-z0-9])gl(?:sa|c)_[A-Za-z0-9+/=_]{32,400}/g },
  { kind: 'Sentry token', pattern: /(?<![A-Za-z0-9])sntry[su]_[A-Za-z0-9+/=_-]{40,300}/g },
  { kind: 'Supabase token', pattern: /(?<![A-Za-z0-9])(?:sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,64})/g },
  { kind: 'Netlify token', pattern: /(?<![A-Za-z0-9])nfp_[A-Za-z0-9]{36,48}(?![A-Za-z0-9])/g },
  { kind: 'Doppler token', pattern: /(?<![A-Za-z0-9])dp\.(?:pt|st|ct|sa)\.[A-Za-z0-9.]{40,80}/g },
  { kind: 'Vault token', pattern: /(?<![A-Za-z0-9])hv[sbr]\.[A-Za-z0-9_-]{24,300}/g },
  { kind: 'Terraform token', pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,80}/g },
  { kind: 'Mapbox token', pattern: /(?<![A-Za-z0-9])sk\.eyJ[A-Za-z0-9_-]{20,200}\.[A-Za-z0-9_-]{20,64}/g },
  {
    kind: 'JSON Web Token',
    pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/g,
  },
  { kind: 'Heroku key', pattern: /(?<![A-Za-z0-9])HRKU-[A-Za-z0-9_-]{30,80}/g },
  { kind: 'Alibaba Cloud key', pattern: /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,30}(?![A-Za-z0-9])/g },
  { kind: 'Tencent Cloud key', pattern: /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{13,40}(?![A-Za-z0-9])/g },
  { kind: 'Amazon Bedrock key', pattern: /(?<![A-Za-z0-9])ABSK[A-Za-z0-9+/]{100,200}={0,2}/g },
  { kind: 'Dynatrace token', pattern: /(?<![A-Za-z0-9])dt0[a-z]\d{2}\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}/g },
  {
    kind: '1Password key',
    pattern: /(?<![A-Za-z0-9])A3-[A-Z0-9]{6}-[A-Z0-9]{6,11}(?:-[A-Z0-9]{5}){3,4}(?![A-Za-z0-9])/g,
  },
  {
    kind: 'Plaid token',
    pattern: /(?<![A-Za-z0-9])(?:access|link|public)-(?:production|development|sandbox)-[a-f0-9-]{36}/g,
  },
  {
    kind: 'Teams webhook',
    pattern: /[a-z0-9.-]{1,64}\.webhook\.office\.com\/webhookb2\/[A-Za-z0-9@/_-]{36,200}/g,
  },
  { kind: 'Zapier webhook', pattern: /hooks\.zapier\.com\/hooks\/catch\/\d{4,12}\/[a-z0-9]{5,12}/g },
  {
    // Razorpay, Shippo, Duffel, Together, Weights & Biases, PlanetScale, Snyk, HubSpot …
    kind: 'key that says whose it is',
    pattern:
      /(?<![A-Za-z0-9])(?:rzp_(?:live|test)_|shippo_(?:live|test)_|duffel_(?:live|test)_|pscale_(?:tkn|pw|oauth)_|tgp_v1_|wandb_v1_|tskey-[a-z]{2,12}-|snyk_[a-z]{3}\.|pat-(?:na|eu)\d-|sm_pat_|tvly-(?:dev-|prod-)?|FLWSECK(?:_TEST)?-|CCIPAT_|CLOJARS_|CFPAT-|s-s4t2ud-|sha256~)[A-Za-z0-9][A-Za-z0-9_.-]{13,200}/g,
  },
  {
    // Buildkite, Prefect, Pulumi, ReadMe, Firecrawl, Adafruit, Adobe, ElevenLabs, Cursor, Sourcegraph …
    kind: 'key with a prefix',
    pattern:
      /(?<![A-Za-z0-9_-])(?:bkua_|pnu_|pul-|rdme_|fc-|aio_|p8e-|sk_|key_|sgp_|oy2|csk-|pa-|jina_|phx_|ico-|fio-u-|tk-us-|tfp_|figd_|vcp_|cio|ops_)(?=[A-Za-z]{0,40}\d{1,40}[A-Za-z]{1,40}\d{1,40}[A-Za-z]{1,40}\d)[A-Za-z0-9]{28,400}/g,
  },
  { kind: 'Trello token', pattern: /(?<![A-Za-z0-9])ATTA[a-f0-9]{60,72}(?![A-Za-z0-9])/g },
  { kind: 'Bitbucket password', pattern: /(?<![A-Za-z0-9])ATBB[A-Za-z0-9]{24,40}(?![A-Za-z0-9])/g },
  {
    kind: 'Resend key',
    pattern: /(?<![A-Za-z0-9])re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,40}(?![A-Za-z0-9])/g,
  },
  {
    kind: 'wallet key',
    pattern: /\bprivate[ _-]?key\b[^\n]{0,16}?\b(?:0x)?[a-f0-9]{64}\b/gi,
  },
  {
    kind: 'password',
    pattern:
      /\b(?:password|passwd|pwd|passphrase|passcode)["']?\s{0,3}[:=]\s{0,3}["']?(?=[A-Za-z!@#$%^&*_-]{0,24}\d)(?=[\d!@#$%^&*_-]{0,24}[A-Za-z])[A-Za-z0-9!@#$%^&*_-]{7,64}/gi,
  },
  { kind: 'age key', pattern: /AGE-SECRET-KEY-1[A-Z0-9]{58}/g },
  { kind: 'Azure storage key', pattern: /\bAccountKey\s{0,3}=\s{0,3}[A-Za-z0-9+/]{60,100}={0,2}/g },
  { kind: 'Azure signature', pattern: /[?&]sig=[A-Za-z0-9%+/]{40,80}/g },
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: 'PuTTY private key', pattern: /\bPuTTY-User-Key-File-\d:/g },
  {
    kind: 'address with a password',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"']{0,64}:[^\s:@/"']{3,128}@[A-Za-z0-9.[-]{1,253}/gi,
  },
  {
    kind: 'bearer token',
    pattern:
      /\b(?:bearer|authorization:\s{0,3}basic)\s{1,3}(?=[A-Za-z0-9._~+/-]{0,256}\d)[A-Za-z0-9._~+/-]{20,2000}={0,2}/gi,
  },
  {
    kind: 'assigned secret',
    pattern:
      /\b(?:[a-z0-9]{1,24}[_-]){0,3}(?:api[_-]?key|apikey|secret|token|passw(?:or)?d|pwd|passphrase|private[_-]?key|access[_-]?key|client[_-]?secret|auth[_-]?key)["']?\s{0,3}(?::|=>?)\s{0,3}["']?(?=[^\s"']{0,64}\d)(?=[^\s"']{0,64}[A-Za-z])[A-Za-z0-9_+/=.~!@#$%^&*-]{16,256}/gi,
  },
];
