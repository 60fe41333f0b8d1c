/**
 * Letters that pass for an ASCII letter, each followed by that letter: Latin small capitals, and from Unicode's confusables (UTS 39,
 * confusables.txt 15.1), single letters of the scripts in use that are mistaken for Latin; letters that Turkish,
 * German, Ewe and Khoekhoe spell with are left out. © Unicode, Inc., Unicode License v3.
 */
const pairs = {
  Cyrillic:
    'ЅS Іl ЈJ АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX Ьb аa гr еe оo рp сc уy хx ѕs іi јj ѡw ѴV ѵv ҮY үy һh ҽe Ӏl ӏi ԁd ԌG ԛq ԜW ԝw ꙇi',
  Greek: 'ͿJ ΑA ΒB ΕE ΖZ ΗH Ιl ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa γy ιi νv οo ρp σo υu ϒY ϜF ϱp ϲc ϳj ϹC ϺM ᴦr',
  Armenian: 'ՍU ՏS ՕO աw գq զq հh ոn ռn սu ցg քf օo',
  Cherokee:
    'ᎠD ᎡR ᎢT Ꭵi ᎩY ᎪA ᎫJ ᎬE ᎳW ᎷM ᎻH ᎽY ᏀG Ꮒh ᏃZ Ꮟb ᏒR ᏔW ᏕS ᏙV ᏚS ᏞL ᏟC ᏢP ᏦK Ꮷd ᏳG ᏴB ꭵi ꮁr ꮃw ꮓz ꮩv ꮪs ꮯc',
  Coptic: 'ⲅr ⲎH Ⲓl ⲔK ⲘM ⲚN ⲞO ⲟo ⲢP ⲣp ⲤC ⲥc ⲦT ⲨY ⲬX ⳐL',
  Lisu: 'ꓐB ꓑP ꓒd ꓓD ꓔT ꓖG ꓗK ꓙJ ꓚC ꓜZ ꓝF ꓟM ꓠN ꓡL ꓢS ꓣR ꓦV ꓧH ꓪW ꓫX ꓬY ꓮA ꓰE ꓲl ꓳO ꓴU',
  Latin:
    'Ƅb ƍg Ɩl ƦR ƽs ɑa ɡg ɪi ɯw ʏy ᴄc ᴏo ᴑo ᴜu ᴠv ᴡw ᴢz ᶃg ᶌy ẝf ỿy ꜱs ꞘF ꞙf ꞟu ꞲJ ꞳX ꞴB ꬲe ꬵf ꬽo ꭇr ꭈr ꭎu ꭒu ꭚy ᴀa ʙb ᴅd ᴇe ғf ɢg ʜh ᴊj ᴋk ʟl ᴍm ɴn ᴘp ʀr ᴛt',
};

/** Script → letter → the ASCII letter it passes for. */
export const latinLookalikes: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(pairs).map(([script, text]) => [
    script,
    new Map(text.split(' ').map((pair): [string, string] => [pair.slice(0, -1), pair.slice(-1)])),
  ]),
);
