import { toAsciiForms } from './ascii-forms.ts';
import { has } from './features.ts';
import { hitsOf, type Rule } from './rule.ts';

/**
 * Control tokens of language models' tokenisers and chat templates. In a text they end a turn, open a role or call
 * a tool for whoever formats the text for training or judges it.
 */
const patterns = [
  // <|im_start|>, <|endoftext|>, <|eot_id|> and whatever else is written so; DeepSeek writes <｜…｜>.
  /<[|｜][^<>|｜\n]{1,48}[|｜]>/g,
  /<[ _]?[|｜][ _]?(?:im_(?:start|end|sep)|end_?of_?text|begin_of_text|start_header_id|end_header_id|eot_id|eom_id|python_tag|system|user|assistant|end|channel|message)[ _]?[|｜][ _]?>/gi,
  // Llama 2, Mistral.
  /\[\/?(?:INST|SYSTEM_PROMPT|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|TOOL_CONTENT|IMG|IMG_END|IMG_BREAK|PREFIX|MIDDLE|SUFFIX|THINK)\]|<<\/?SYS>>/g,
  /\[\/?inst\]/g,
  // SentencePiece and its kin: beginning, end, padding, unknown, mask, bytes, sentinels.
  /<\/?(?:s|bos|eos|pad|unk|mask|sep|cls|sop|eop|eod|eot)>|<0x[\dA-F]{2}>|<(?:extra_id|unused|reserved_special_token|reserved_token|special|SPECIAL)_?\d{1,4}>/g,
  // Gemma, Qwen, Hermes, DeepSeek, fill-in-the-middle, image places.
  /<\/?(?:start_of_turn|end_of_turn|start_of_image|end_of_image|tool_call|tool_calls|tool_response|tool_code|function_call|think|thinking|fim_prefix|fim_middle|fim_suffix|fim_pad|repo_name|file_sep|image_soft_token|image)>/gi,
  // BERT, ChatGLM.
  /\[(?:CLS|SEP|MASK|PAD|UNK|BOS|EOS|gMASK|sMASK)\]/g,
];

export const specialTokensRule: Rule = {
  name: 'special-tokens',
  mayFind: (_, { bits }) => (bits & has.bracket) !== 0,
  find: (text) => {
    const folded = toAsciiForms(text);
    return patterns.flatMap((pattern) =>
      hitsOf(folded, pattern, () => ({
        code: 'E_SPECIAL_TOKEN',
        message: "a control token of a language model's tokeniser or chat template",
      })),
    );
  },
};
