// Desks and units are called by their district, and the room writes that in Latin letters. Read in Urdu, the 41 districts of
// Punjab get their Urdu names; every other word stays as the room wrote it.
const DISTRICTS_UR: Record<string, string> = {
  Attock: 'اٹک',
  Bahawalnagar: 'بہاولنگر',
  Bahawalpur: 'بہاولپور',
  Bhakkar: 'بھکر',
  Chakwal: 'چکوال',
  Chiniot: 'چنیوٹ',
  'Dera Ghazi Khan': 'ڈیرہ غازی خان',
  Faisalabad: 'فیصل آباد',
  Gujranwala: 'گوجرانوالہ',
  Gujrat: 'گجرات',
  Hafizabad: 'حافظ آباد',
  Jhang: 'جھنگ',
  Jhelum: 'جہلم',
  Kasur: 'قصور',
  Khanewal: 'خانیوال',
  Khushab: 'خوشاب',
  'Kot Addu': 'کوٹ ادو',
  Lahore: 'لاہور',
  Layyah: 'لیہ',
  Lodhran: 'لودھراں',
  'Mandi Bahauddin': 'منڈی بہاؤالدین',
  Mianwali: 'میانوالی',
  Multan: 'ملتان',
  Murree: 'مری',
  Muzaffargarh: 'مظفرگڑھ',
  'Nankana Sahib': 'ننکانہ صاحب',
  Narowal: 'نارووال',
  Okara: 'اوکاڑہ',
  Pakpattan: 'پاکپتن',
  'Rahim Yar Khan': 'رحیم یار خان',
  Rajanpur: 'راجن پور',
  Rawalpindi: 'راولپنڈی',
  Sahiwal: 'ساہیوال',
  Sargodha: 'سرگودھا',
  Sheikhupura: 'شیخوپورہ',
  Sialkot: 'سیالکوٹ',
  Talagang: 'تلہ گنگ',
  Taunsa: 'تونسہ',
  'Toba Tek Singh': 'ٹوبہ ٹیک سنگھ',
  Vehari: 'وہاڑی',
  Wazirabad: 'وزیر آباد',
};
const NAMES = Object.keys(DISTRICTS_UR).sort((a, b) => b.length - a.length);

/** "Lahore 12" as "لاہور 12". */
export function inUrdu(name: string): string {
  const found = NAMES.find((district) => name === district || name.startsWith(`${district} `));
  return found === undefined ? name : `${DISTRICTS_UR[found] ?? found}${name.slice(found.length)}`;
}
