performance.mark('armed');
